// The cells of a roster that say what somebody was tested in: "Hill (working, 2024-03-01, no. 88);
// River (fluent, 2025-06-30)", with brackets, commas and semicolons of either width, and the words
// for levels in English or Chinese. Pure.
// Tested in tests/unit/stages/programme/import_tested_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "imports/columns.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {

/// Items in the order of names, each with its level and the day of its test; faults of those that
/// lack one, or say something that is neither.
std::vector<TestedLanguage> read_languages(std::string_view cell,
                                           std::vector<imports::CellFault>& faults);
/// A level that is not said is the lowest; the day is the last one of the certificate.
std::vector<HeldSkill> read_skills(std::string_view cell, std::vector<imports::CellFault>& faults);

/// As they are read.
std::string shown(const std::vector<TestedLanguage>& languages);
std::string shown(const std::vector<HeldSkill>& skills);

imports::Column<Staff> languages_column(imports::ColumnAbout about);
imports::Column<Staff> skills_column(imports::ColumnAbout about);

}  // namespace sojourn::stages::programme
