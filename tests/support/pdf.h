// What a PDF says, read by a program that shares nothing with the one that wrote it
// (poppler-utils).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sojourn::test {

/// The text of each page. Throws Bug if it is no PDF, or pdftotext is not installed.
std::vector<std::string> pages_of_pdf(std::string_view bytes);

/// A line for each font: its name, and whether it is embedded and a subset, as pdffonts says.
std::string fonts_of_pdf(std::string_view bytes);

/// Without what a page may hold between letters: spaces, and the signs that set texts apart.
std::string without_gaps(std::string_view text);

}  // namespace sojourn::test
