// Files sent to the server, and files that it gives back.

/** A file as a form, with fields beside it. */
function formOf(file: Blob, name: string, fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    made.append(field, value);
  }
  made.append("file", file, name);
  return made;
}

/** The options of a call that sends `file` as its form. */
export function fileBody(file: Blob, name: string, fields: Record<string, string> = {}) {
  return { body: formOf(file, name, fields) as never, bodySerializer: (body: unknown) => body as FormData };
}

/** Hands `file` to the browser to keep, under this name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
