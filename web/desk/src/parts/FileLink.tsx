// A link to a file of the server, which comes in the language of the desk: left to itself a browser would ask for its own.
import { Problem, noAnswer, tag } from "@sojourn/shared";
import { type MouseEvent, type ReactNode, useState } from "react";
import { ErrorNote } from "./ErrorNote";
import { saveFile } from "./file";

/** As the server calls it: filename*=UTF-8''%E8%A1%A8.xlsx, or filename="table.xlsx". */
export function nameOf(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return encoded === undefined ? /filename="([^"]+)"/i.exec(disposition)?.[1] : decodeURIComponent(encoded);
}

async function keep(address: string): Promise<void> {
  const response = await fetch(address, { headers: { "Accept-Language": tag() } }).catch(() => undefined);
  if (response === undefined) {
    throw noAnswer(0);
  }
  if (!response.ok) {
    throw await response.json().then(
      (body) => new Problem(body as ConstructorParameters<typeof Problem>[0]),
      () => noAnswer(response.status),
    );
  }
  saveFile(await response.blob(), nameOf(response.headers.get("Content-Disposition") ?? "") ?? "");
}

export function FileLink({ address, children }: { address: string; children: ReactNode }) {
  const [trouble, setTrouble] = useState<unknown>();
  const take = (event: MouseEvent): void => {
    event.preventDefault();
    setTrouble(undefined);
    void keep(address).catch(setTrouble);
  };
  return (
    <>
      <a href={address} download onClick={take}>
        {children}
      </a>
      {trouble !== undefined && <ErrorNote problem={trouble} />}
    </>
  );
}
