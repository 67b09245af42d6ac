// Text that goes into a box of numbers whole. A browser leaves out the signs that it does not know and joins the rest: −5 would be 5, 1.6千 1.6.

const PLAIN = /^[0-9.+e-]+$/i;
const GROUPED = /^-?[0-9]{1,3}([, ][0-9]{3})+(\.[0-9]+)?$/;

/** The number that a text says, as a box takes it, its unit left out; null where it says none. @param {string} text @param {string} unit */
const numeral = (text, unit) => {
  const folded = text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  const narrow = folded.replace(/[−–]/g, '-').trim();
  const after = [unit, unit.split(/\/| a /)[0]].find((known) => known && narrow.endsWith(known)) ?? '';
  const bare = narrow.slice(0, narrow.length - after.length).trim();
  const number = GROUPED.test(bare) ? bare.replace(/[, ]/g, '') : bare;
  return PLAIN.test(number) && (number.length === 1 || Number.isFinite(Number(number))) ? number : null;
};

/** The box takes what is pasted for the number that it says, or refuses it whole; a sign that is typed is left to the browser. @param {HTMLInputElement} box @param {() => string} unit @param {(text: string) => void} refuse */
const reads = (box, unit, refuse) => {
  box.addEventListener('beforeinput', (event) => {
    const {data, cancelable} = /** @type {InputEvent} */ (event);
    const number = data && cancelable ? numeral(data, unit()) : data;
    if (!data || number === data || (number === null && data.length === 1)) return;
    event.preventDefault();
    if (number === null) refuse(data);
    else document.execCommand('insertText', false, number);
  });
  return box;
};
