// What somebody is typing, kept in the tab: it is still there after a session that ended, a page that
// was left and a browser that was loaded anew. Nobody else who signs in sees it.
//
//   const [draft, setDraft, forget] = useDraft("site.make", { name: "" });
//   ... await answer(api.POST(...)); forget();
import { useState } from "react";
import { useAccount } from "../shell/session";

function saved<T>(key: string, initial: T): T {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}

export function useDraft<T>(name: string, initial: T): [T, (draft: T) => void, () => void] {
  const { id } = useAccount();
  const key = `draft:${id}:${name}`;
  const [draft, setDraft] = useState(() => saved(key, initial));
  return [
    draft,
    (next) => {
      setDraft(next);
      try {
        sessionStorage.setItem(key, JSON.stringify(next));
      } catch {
        // No room: it lives as long as the page does.
      }
    },
    () => {
      setDraft(initial);
      sessionStorage.removeItem(key);
    },
  ];
}
