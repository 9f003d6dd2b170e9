// Words are found across links, whatever spaces stand between the characters; a hit is one or more marks.
let hits = [], at = -1;
function clear() {
  const parents = new Set();
  document.querySelectorAll("mark").forEach(box => { parents.add(box.parentNode); box.replaceWith(...box.childNodes); });
  parents.forEach(parent => parent.normalize());
}
function characters(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) { const node = walker.currentNode;
    for (let place = 0; place < node.length; place++) if (!/\s/.test(node.data[place])) found.push([node, place]); }
  return found;
}
function markHit(characters) {
  const boxes = [];
  for (let last = characters.length - 1, first; last >= 0; last = first - 1) {
    const node = characters[last][0];
    for (first = last; first && characters[first - 1][0] === node; ) first--;
    const hit = node.splitText(characters[first][1]); hit.splitText(characters[last][1] - characters[first][1] + 1);
    const box = document.createElement("mark"); hit.replaceWith(box); box.append(hit); boxes.unshift(box);
  }
  return boxes;
}
function search(wanted) {
  const words = wanted.replace(/\s/g, "");
  clear(); hits = []; at = -1;
  if (words) for (const block of document.querySelectorAll(".searched :is(p, h1, h2, h3, h4, h5, td, caption)")) {
    if (block.querySelector("p, td")) continue;
    const all = characters(block), text = all.map(([node, place]) => node.data[place]).join(""), starts = [];
    for (let found = text.indexOf(words); found >= 0; found = text.indexOf(words, found + words.length)) starts.push(found);
    // from the back, so that the places before a mark stay what they were
    hits.push(...starts.reverse().map(start => markHit(all.slice(start, start + words.length))).reverse());
  }
  document.getElementById("hits").textContent = words ? `${hits.length} 处` : "";
  next();
}
function next() {
  if (!hits.length) return;
  if (at >= 0) hits[at].forEach(box => box.classList.remove("now"));
  at = (at + 1) % hits.length; hits[at].forEach(box => box.classList.add("now")); hits[at][0].scrollIntoView({block: "center"});
  document.getElementById("hits").textContent = `${at + 1} / ${hits.length} 处`;
}
let timer;
document.getElementById("search").addEventListener("input", event => { clearTimeout(timer); timer = setTimeout(() => search(event.target.value), 200); });
document.getElementById("search").addEventListener("keydown", event => { if (event.key === "Enter") next(); });
document.getElementById("next").addEventListener("click", next);
