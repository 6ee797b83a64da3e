// A word: a small value with one text form, such as a date, an amount or an id. The JSON codec, the
// command line, SQL, CSV and the schema treat all words alike by what is asked here, so that a new
// one is known everywhere once it is written. Tested in tests/unit/base/word_test.cpp.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "base/ensure.h"
#include "base/sentence.h"

namespace sojourn::base {

/// What people and programs are told of a word's text form.
struct WordAbout {
  /// Completes "This should be ...": "a date such as 2026-11-25".
  Sentence accepted;
  /// Key of the catalogue of sentences for a text that is none: "not_date".
  std::string code;
  /// `format` of JSON Schema, if it has one for this; else empty.
  std::string format = {};
  /// `pattern` of JSON Schema (ECMA 262, anchored); empty if `format` says it all.
  std::string pattern = {};
};

/// `value.to_text()` and `T::from_text` are each other's inverse on all that `from_text` accepts,
/// but for what a word says otherwise; `T::word_about()` describes the texts.
template <class T>
concept Word = std::regular<T> && requires(const T& value, std::string_view text) {
  { value.to_text() } -> std::same_as<std::string>;
  { T::from_text(text) } -> std::same_as<std::optional<T>>;
  { T::word_about() } -> std::same_as<WordAbout>;
};

template <Word T>
std::string to_text(const T& value) {
  return value.to_text();
}

/// The word that the whole text says, or nothing.
template <Word T>
std::optional<T> from_text(std::string_view text) {
  return T::from_text(text);
}

/// The word that a text in the source or in a test says: `written<Date>("2026-11-25")`. Throws Bug
/// if it says none.
template <Word T>
T written(std::string_view text) {
  const std::optional<T> made = T::from_text(text);
  ensure(made.has_value(), text);
  return *made;
}

}  // namespace sojourn::base
