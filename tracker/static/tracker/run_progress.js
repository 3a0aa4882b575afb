// The progress of a run: the page is asked again and its content put in place, without losing where the reader is.

const EVERY = 2000; // milliseconds

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return location.reload();
  const content = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#content-main");
  document.querySelector("#content-main").replaceChildren(...content.childNodes);
  if (content.dataset.open === "yes") wait();
}

function wait() {
  setTimeout(() => refresh().catch(wait), EVERY);
}

wait();
