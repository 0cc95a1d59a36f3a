// Builds elements of which nothing changes (`element.rs`): one call, where it would be one for each node.
const END = 0;
const ELEMENT = 1;
const SVG = 2;
const ATTRIBUTE = 3;
const VALUE = 4;

// `steps` are pairs of a kind and the length of its text in `texts`.
export function build(texts, steps) {
  const root = document.createDocumentFragment();
  let parent = root;
  let name;
  let from = 0;
  for (let at = 0; at < steps.length; at += 2) {
    const text = texts.slice(from, (from += steps[at + 1]));
    switch (steps[at]) {
      case END:
        parent = parent.parentNode;
        break;
      case ELEMENT:
        parent = parent.appendChild(document.createElement(text));
        break;
      case SVG:
        parent = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", text));
        break;
      case ATTRIBUTE:
        name = text;
        break;
      case VALUE:
        parent.setAttribute(name, text);
        break;
      default:
        parent.append(text);
    }
  }
  return root;
}
