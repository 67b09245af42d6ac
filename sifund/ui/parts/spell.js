// So many points above the baseline for some years: boxes in a sentence, sent together.

class Spell {
  /** @param {(typed: string[]) => void} ask @param {(box: HTMLInputElement) => HTMLInputElement} reads */
  constructor(ask, reads) {
    this.form = '';
    const apply = () => ask(this.boxes.map((box) => box.value));
    this.boxes = [0, 1, 2].map(() => reads(make('input', {type: 'number', inputMode: 'decimal', step: 'any', onkeydown: ({key}) => {
      if (key === 'Enter') apply();
    }})));
    this.apply = button('', apply);
    this.line = make('div', {className: 'line-of-boxes'});
    this.says = make('p');
    this.node = make('div', {className: 'spell', hidden: true}, this.line, this.says);
  }

  /** What is being typed stays. @param {SpellData | null} data */
  draw(data) {
    this.node.hidden = !data;
    if (!data) return;
    const form = JSON.stringify([data.form, data.apply]);
    if (this.form !== form) this.build(data);
    this.form = form;
    data.boxes.forEach(([label, value], at) => {
      this.boxes[at].ariaLabel = label;
      if (!this.boxes[at].matches(':focus')) this.boxes[at].value = value;
    });
    show(this.says, data.says);
  }

  /** @param {SpellData} data */
  build({form, apply}) {
    this.apply.textContent = apply;
    this.line.replaceChildren(...form.flatMap((text, at) => [make('span', {textContent: text}), this.boxes[at] ?? this.apply]));
  }
}
