// Where the checkout and the program under test are. Only paths.cpp is compiled with their names,
// so that what ccache keeps of all other tests serves every checkout.
#pragma once

#include <string>

namespace sojourn::test {

/// The checkout's folder, without a slash at the end.
std::string source_dir();
/// The program `sojourn` of this build.
std::string program();
/// The file that says where the PostgreSQL server of a run of ctest is.
std::string postgres_file();

}  // namespace sojourn::test
