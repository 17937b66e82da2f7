/// <reference lib="dom" />
import { byId } from "./dom.ts";
import { send } from "./api.ts";

const form = byId<HTMLFormElement>("login");
const field = byId<HTMLInputElement>("code");

async function logIn(): Promise<void> {
  const typed = field.value.trim();
  const isCode = /^[a-z2-9]{5}[\s-]?[a-z2-9]{5}$/i.test(typed);
  const button = byId<HTMLButtonElement>("enter");
  button.disabled = true;
  const response = await send("/login", isCode ? { code: typed } : { token: typed });
  button.disabled = false;
  if (response.isDone) return location.assign("/dashboard");
  byId("refused").textContent = response.text;
  field.setAttribute("aria-invalid", "true");
  field.select();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  logIn();
});

byId<HTMLButtonElement>("enter").disabled = false;
const code = /[#&]code=([\w-]+)/.exec(location.hash)?.[1];
if (code !== undefined) {
  // the address bar and the history are no place for it
  history.replaceState(null, "", location.pathname);
  field.value = code;
  logIn();
}
