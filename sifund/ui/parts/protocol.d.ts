// What Python and the scripts of the pages tell each other: the one declaration that the tests of both hold to.
// Tuples are JSON arrays. Every amount is in the unit that the card shows.

// --- Python to the bar and the cards ---

/** The style of the component, as Python lays it before its scripts; empty where it has none. */
declare const sheet: string;

interface BarData {
  label: string;
  links: [title: string, address: string, current: boolean][];
  lang: string;
  other: [code: string, word: string];
  away: string; // shown while the line is down
  line: {session: string; heard: number; holds: Held[]};
}

/** What a session has and the address has not: its kind and name. */
type Held = [kind: string, name: string];

/** What is said beside the figures, of a kind; of none it is not seen. */
interface RemarkData {
  kind: 'levers' | 'alerts' | 'others' | 'basis'; // levers: on paper alone
  title: string;
  about: string;
  says: [name: string, rest: string][];
}

/** Which scenario it is: in full, its name, and whether it was changed. */
interface Which {
  title: string;
  name: string;
  state: string;
}

/** The answer and the figures, with what is needed to write those of another value, and what stands around them. */
interface HeadlineData {
  which: Which;
  remarks: RemarkData[];
  says: string;
  strong: boolean;
  boxes: Box[];
  heard: number;
}

interface Box {
  of: Of;
  last: boolean; // of the last year; the others are of the year that the page speaks of
  name: string;
  year: number;
  value: string;
  unit: string;
  change: string;
  beside: string;
  stood: string; // the baseline's {value}
  column: string; // the unit where there is a value
}

type Of = 'spending' | 'income' | 'closing' | 'cover';

/** What the values of the levers do. Amounts by year, in thousands of yuan: the baseline's, and of a lever its differences. */
interface HandData {
  years: number[];
  floor: number; // months
  spending: number[];
  closing: number[] | null; // not known
  words: HandWords;
  money: Money;
  levers: Record<string, HandLever>;
  speech: Record<string, {says: Piece[]; card: Piece[]}>; // what is said of levers that move the same in the same year
}

interface HandLever {
  of: string; // the scenario without the lever
  at: number[]; // places of the slider
  spending: number[][];
  closing: number[][] | null;
  first: number; // the first year that moves, as a place
  speech: string;
  zones: Zone[];
  ticks: Tick[];
}

/** Words about a figure against the baseline's, and what they are where both are equal. */
interface Piece {
  moved: string;
  level: string | null;
  of: Of | null;
  year: number;
}

interface Zone {
  kind: 'law' | 'cover' | 'cost';
  runs: [first: number, last: number][];
  name: string;
  ends: string;
  says: string;
}

interface Tick {
  kind: 'force' | 'preset';
  at: number;
  says: string;
}

type HandWords = Record<
  'about' | 'year' | 'under' | 'share' | 'months' | 'before' | 'gone' | 'none' | 'exhausted' | 'beyond' | 'dear' |
  'corridor' | 'span' | 'stop' | 'comma' | 'dash' | 'below', string>;

interface Money {
  size: number; // yuan that the larger unit counts as one
  more: number; // decimals that it has more than 万元
  wan: string;
  yuan: string;
}

/** A fund's years, in yuan. */
interface Row {
  spending: number[];
  closing: number[] | null;
}

interface LeversData {
  dataset: string; // that changes made here are meant for
  lang: string; // whose units the cards show: what is typed is read in them, whatever language is chosen meanwhile
  heard: number; // of the last event that the session has done
  tools: ToolsData;
  cards: CardData[];
  folds: FoldData[];
  words: Words;
}

interface ToolsData {
  start: {label: string; options: [value: Start, name: string][]; value: Start};
  buttons: [name: Tool, text: string, able: boolean][];
  ceiling: CeilingData | null;
}

/** What a fund may cost at most, as typed; empty is no limit. */
interface CeilingData {
  fund: string;
  label: string;
  help: string;
  value: string;
}

type Start = 'next' | 'base'; // changes start in the next year, or in the base year
type Tool = 'undo' | 'redo' | 'reset';

/** Cards are sent when the fold is open. */
interface FoldData {
  key: string;
  name: string;
  open: boolean;
  cards: CardData[];
}

interface Words {
  reset: string;
  add: string;
  remove: string;
  month: string;
  value: string;
  allowed: string;
  unread: string; // {value} that was pasted, and what is {allowed}
  months: string;
}

type CardData = NumberCard | ChoiceCard;

interface NumberCard extends CardOf<number> {
  options: null;
}

interface ChoiceCard extends CardOf<string> {
  options: [key: string, name: string][];
}

interface CardOf<Value> {
  key: string;
  of: string; // the scenario without the lever
  name: string;
  unit: string;
  month: string; // where a change starts
  dated: boolean;
  changed: boolean;
  value: Value;
  steps: Step<Value>[];
  start: Value; // that the slider's steps are counted from
  min: Value; // outside these it is refused
  max: Value;
  low: Value; // the slider's ends
  high: Value;
  step: number;
  places: number; // decimals
  force: string; // the value in force, and on what it rests
  why: string[];
  courses: [name: string, course: [when: string, value: string][]][];
  brief: string; // what it does and what speaks against it, in one line; empty where there is nothing
  since: string;
  waits: string;
  line: LineData | null; // its path by year
  alone: string;
  latest: string; // what its last move changed
  alerts: string[];
  notes: string[];
  spell: SpellData | null; // on what is moved by so many points for some years
}

/** Three boxes between four pieces of a sentence, each with its name and value as text, and what is typed now in words. */
interface SpellData {
  form: string[];
  boxes: [name: string, value: string][];
  apply: string;
  says: string;
}

/** By year: the baseline's path, the scenario's, and the legal limits, null where no rule is known. */
interface LineData {
  base: number[];
  own: number[];
  limits: [name: string, values: (number | null)[]][];
}

/** The value in full goes back where it is not touched. */
type Step<Value> = [month: string, shown: Value, full: string];

// --- what a person does, told to Python ---

interface Events {
  set: {dataset: string; lang: string; key: string; steps: [month: string, value: string][]}; // none: the lever is left alone again
  act: {dataset: string; act: Act};
  go: {page: number};
  lang: {code: string};
  stage: {key: StageKey};
  back: {lost: Held[]}; // the line was down: the page is asked for, with what the session of before held
}

type Act = ['start', Start] | ['add', key: string] | [Tool, ''] | ['fold', [key: string, open: boolean]] |
  ['ceiling', [fund: string, lang: string, value: string]] | ['spell', [key: string, points: string, years: string, first: string]];
type StageKey = 'toggle' | 'leave' | 'next' | 'before' | '1' | '2' | '3';
type EventOf<Kind extends keyof Events> = [number: number, kind: Kind, value: Events[Kind]];
type AnyEvent = {[Kind in keyof Events]: EventOf<Kind>}[keyof Events];
type Tell = (events: AnyEvent[]) => void;

// --- what Streamlit gives a script, and what the scripts of a page share ---

interface Component<Data> {
  data: Data;
  parentElement: ParentNode;
  setTriggerValue(name: 'events', events: AnyEvent[]): void;
}

interface Line {
  tell: Tell; // how the bar tells events
  holds: Held[]; // by the last session that heard of what the one before it held
  say<Kind extends keyof Events>(kind: Kind, value: Events[Kind], tell?: Tell): number; // of the event
  waits(key: string): boolean; // whether an event of that lever has not been heard of
  hear(heard: number): void;
  drawn(by: string, heard: number, holds: Held[]): void; // the bar, by a run of that session
  look(): void;
}

/** The lever under the hand, its place, and who shows what it does. */
interface Hand {
  data: HandData | null;
  key: string | null;
  of?: string;
  at: number;
  moving: boolean; // not let go yet
  later?: ReturnType<typeof setTimeout>;
  draws: Record<string, () => void>;
  take(data: HandData): void;
  move(key: string, of: string, at: number): void;
  sent(): void; // the run was asked
  heard(): void; // a run answered
  rest(): void;
  draw(): void;
  lever(): HandLever | null; // where what it does is known
}

interface Window {
  sifund?: Line;
  sifundHand?: Hand;
  sifundKey?: string; // pressed last; empty where a pointer was
}
