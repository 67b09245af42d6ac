// What the levers' values do comes after all that a run repaints; it has no place of its own on the page.

/** @param {Component<HandData>} component */
export default ({data}) => hand.take(data);
