// The leak test: two worlds that differ only outside the asker's scope answer alike, in every
// byte, for list, count, show, export and refusals. Takes any table of operations, and a way to say
// what a route is asked with, so that a stage needs only its own cases.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <vector>

#include "access/operation.h"

namespace sojourn::access {

/// One of the two worlds.
struct Side {
  Service& service;
  Asker asker;
};

/// One question: an operation and its input.
struct Question {
  const Operation* operation = nullptr;
  boost::json::value input;
  std::string file = {};  ///< of an operation that takes one
};

/// Each question whose answers differ, or whose answer holds one of the words that only people
/// outside the scope could know.
std::vector<std::string> leaks(const Side& one, const Side& other,
                               const std::vector<Question>& questions,
                               const std::vector<std::string>& words_outside);

/// Names of the operations that reach as far as a grant does and that no question asks.
std::vector<std::string> not_asked(const std::vector<Operation>& operations,
                                   const std::vector<Question>& questions);

/// An input without what says which page of a list: a file is the whole.
boost::json::object without_page(const boost::json::value& input);

/// Everything that a door would send: body, version, or all of the refusal; of a list the same as
/// CSV and XLSX.
std::string whole_answer(const Side& side, const Question& question);

}  // namespace sojourn::access
