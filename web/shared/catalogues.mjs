// The rules of locales/desk: NAME.en.json and NAME.zh.json, flat, in the style of i18next v4, keys
// that begin with NAME and a full stop. All languages have the same sentences with the same
// {{placeholders}}, and a sentence that counts has the forms that its language has.
export const languages = ["en", "zh"];
const forms = ["zero", "one", "two", "few", "many", "other"];

/** "sites.found" and "one" of "sites.found_one". */
export function parts(key) {
  const at = key.lastIndexOf("_");
  const form = key.slice(at + 1);
  return at > 0 && forms.includes(form) ? { stem: key.slice(0, at), form } : { stem: key, form: null };
}

function placeholders(text) {
  return [...new Set([...text.matchAll(/\{\{([^}]*)\}\}/g)].map((found) => found[1]))].sort().join(", ");
}

/** @param {{name: string, text: string}[]} files */
export function merge(files) {
  const catalogues = Object.fromEntries(languages.map((language) => [language, {}]));
  const faults = [];
  for (const { name, text } of files) {
    const [area, language, end] = name.split(".");
    if (end !== "json" || !languages.includes(language)) {
      faults.push(`locales/desk/${name}: a catalogue is named NAME.en.json or NAME.zh.json`);
      continue;
    }
    let read;
    try {
      read = JSON.parse(text, (key, value) => value);
    } catch (error) {
      faults.push(`locales/desk/${name}: ${error.message}`);
      continue;
    }
    const keys = [...text.matchAll(/^\s*"([^"]+)"\s*:/gm)].map((found) => found[1]);
    for (const key of keys.filter((each, index) => keys.indexOf(each) !== index)) {
      faults.push(`locales/desk/${name}: ${key} stands there twice`);
    }
    for (const [key, sentence] of Object.entries(read)) {
      if (!key.startsWith(`${area}.`)) {
        faults.push(`locales/desk/${name}: ${key} does not begin with "${area}."`);
      }
      if (typeof sentence !== "string" || sentence.trim() === "") {
        faults.push(`locales/desk/${name}: ${key} says nothing`);
      }
      catalogues[language][key] = sentence;
    }
  }
  // What each language makes of a sentence: stem to form to text.
  const said = Object.fromEntries(
    languages.map((language) => {
      const stems = new Map();
      for (const [key, text] of Object.entries(catalogues[language])) {
        const { stem, form } = parts(key);
        stems.set(stem, { ...stems.get(stem), [form ?? "plain"]: text });
      }
      return [language, stems];
    }),
  );
  const all = new Set(languages.flatMap((language) => [...said[language].keys()]));
  for (const stem of all) {
    const wanted = new Set();
    for (const language of languages) {
      const found = said[language].get(stem);
      if (found === undefined) {
        faults.push(`locales/desk: ${stem} has no ${language}`);
        continue;
      }
      const have = Object.keys(found);
      if (!(have.length === 1 && have[0] === "plain")) {
        const need = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
        for (const form of [...need, ...have].filter((each) => need.includes(each) !== have.includes(each))) {
          faults.push(`locales/desk: ${stem}_${form} in ${language}: the forms of that language are ${need.join(", ")}`);
        }
      }
      for (const text of Object.values(found)) {
        wanted.add(placeholders(text));
      }
    }
    // "One site" may do without its number.
    const sets = [...wanted].map((each) => each.split(", ").filter((name) => name !== "" && name !== "count").join(", "));
    if (new Set(sets).size > 1) {
      faults.push(`locales/desk: ${stem} has other placeholders in another form or language: ${[...wanted].map((each) => `(${each})`).join(" ")}`);
    }
  }
  return { catalogues, faults: [...new Set(faults)] };
}
