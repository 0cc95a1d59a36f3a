// Creates elements that are not reactive (`template.rs`) in one call.
const END = 0;
const ELEMENT = 1;
const SVG = 2;
const ATTRIBUTE = 3;
const VALUE = 4;
const MATHML = 6;

// `operations` are pairs of an operation and the length of its text in `texts`.
export function create(texts, operations) {
  const root = document.createDocumentFragment();
  let parent = root;
  let name;
  let from = 0;
  for (let at = 0; at < operations.length; at += 2) {
    const text = texts.slice(from, (from += operations[at + 1]));
    switch (operations[at]) {
      case END:
        parent = parent.parentNode;
        break;
      case ELEMENT:
        parent = parent.appendChild(document.createElement(text));
        break;
      case SVG:
        parent = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", text));
        break;
      case MATHML:
        parent = parent.appendChild(document.createElementNS("http://www.w3.org/1998/Math/MathML", text));
        break;
      case ATTRIBUTE:
        name = text;
        break;
      case VALUE:
        parent.setAttribute(name, text);
        // The attribute mutes only a video that the parser of HTML creates.
        if (name === "muted") parent.muted = true;
        break;
      default:
        parent.append(text);
    }
  }
  return root;
}
