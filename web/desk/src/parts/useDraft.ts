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

/** The last says whether the browser had room for it: if not, it lives as long as the page does. */
export function useDraft<T>(name: string, initial: T): [T, (draft: T) => void, () => void, boolean] {
  const { id } = useAccount();
  const key = `draft:${id}:${name}`;
  const [draft, setDraft] = useState(() => saved(key, initial));
  const [kept, setKept] = useState(true);
  return [
    draft,
    (next) => {
      setDraft(next);
      try {
        sessionStorage.setItem(key, JSON.stringify(next));
        setKept(true);
      } catch {
        // What was kept before is another by now.
        sessionStorage.removeItem(key);
        setKept(false);
      }
    },
    () => {
      setDraft(initial);
      sessionStorage.removeItem(key);
      setKept(true);
    },
    kept,
  ];
}
