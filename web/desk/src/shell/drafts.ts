// What somebody typed and did not send, as useDraft() keeps it in the tab.

const head = "draft:";

/** Nothing but empty texts and lists: nobody typed that. */
function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).every(isNothing);
  }
  return value === "" || value === null || value === undefined;
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** How many there are, of everybody who signed in here. What one form keeps in parts ("import.site", "import.site.file") counts once. */
export function draftsKept(): number {
  const forms = Object.keys(sessionStorage)
    .filter((key) => key.startsWith(head) && !isNothing(read(key)))
    .map((key) => key.replace(/\.(?:file|sheets)$/, ""));
  return new Set(forms).size;
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(head)) {
      sessionStorage.removeItem(key);
    }
  }
}
