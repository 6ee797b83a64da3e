// Files sent to the server, and files that it gives back.

/** A file as a form's only part. */
function formOf(file: Blob, name: string): FormData {
  const made = new FormData();
  made.append("file", file, name);
  return made;
}

/** The options of a call that sends `file` as its form. */
export function fileBody(file: Blob, name: string) {
  return { body: formOf(file, name) as never, bodySerializer: (body: unknown) => body as FormData };
}

/** Hands `file` to the browser to keep, under this name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
