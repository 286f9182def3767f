"use strict";

// The one-time link is /#signin=…: what stands behind # is in no request line, so no log and no preview uses it up.
async function signIn() {
  const link = new URLSearchParams(location.hash.slice(1)).get("signin");
  if (!link) return;
  history.replaceState(null, "", location.pathname);
  const who = document.getElementById("who");
  who.textContent = "Signing in …";
  try {
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ link }),
    });
    const told = await answer.json();
    who.textContent = answer.ok ? `Signed in as ${told.person.name}.` : told.detail;
  } catch {
    who.textContent = "The server does not answer. Open the link again when it does.";
  }
}

addEventListener("hashchange", signIn);
signIn();
