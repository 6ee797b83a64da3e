# `make package`: a Debian package with the program, its service, manual page and documents. CPack
# writes it; which libraries it needs is read from the program by dpkg-shlibdeps. scripts/try_package
# installs it on a machine that has nothing.

# The manual page is what the program says of itself, so that nothing is told twice.
foreach(language en zh)
  add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/generated/sojourn.${language}.1.gz
    COMMAND ${PROJECT_SOURCE_DIR}/packaging/manual_page $<TARGET_FILE:sojourn> ${language}
            ${PROJECT_BINARY_DIR}/generated/sojourn.${language}.1.gz
    DEPENDS sojourn ${PROJECT_SOURCE_DIR}/packaging/manual_page VERBATIM)
endforeach()
file(CONFIGURE OUTPUT generated/changelog CONTENT
"sojourn (@PROJECT_VERSION@) stable; urgency=medium

  * See the history of the sources.

 -- The authors of Sojourn <sojourn@localhost>  Thu, 01 Jan 2026 00:00:00 +0000
" @ONLY)
add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/generated/changelog.gz
  COMMAND gzip -9 -n -c ${PROJECT_BINARY_DIR}/generated/changelog
          > ${PROJECT_BINARY_DIR}/generated/changelog.gz
  DEPENDS ${PROJECT_BINARY_DIR}/generated/changelog VERBATIM)
add_custom_target(package_files DEPENDS sojourn ${PROJECT_BINARY_DIR}/generated/changelog.gz
  ${PROJECT_BINARY_DIR}/generated/sojourn.en.1.gz ${PROJECT_BINARY_DIR}/generated/sojourn.zh.1.gz)

# What lies where. Tests and benchmarks are not built for it: `make package` builds package_files.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CMAKE_INSTALL_PREFIX /usr)
install(TARGETS sojourn RUNTIME DESTINATION bin)
install(FILES packaging/sojourn.service DESTINATION /lib/systemd/system)
install(FILES packaging/sojourn.default DESTINATION /etc/default RENAME sojourn)
install(FILES ${PROJECT_BINARY_DIR}/generated/sojourn.en.1.gz
  DESTINATION share/man/man1 RENAME sojourn.1.gz)
install(FILES ${PROJECT_BINARY_DIR}/generated/sojourn.zh.1.gz
  DESTINATION share/man/zh_CN/man1 RENAME sojourn.1.gz)
install(FILES README.md README.zh.md packaging/copyright
  ${PROJECT_BINARY_DIR}/generated/changelog.gz DESTINATION share/doc/sojourn)
install(DIRECTORY docs DESTINATION share/doc/sojourn)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sojourn)
set(CPACK_PACKAGE_CONTACT "The authors of Sojourn <sojourn@localhost>")
set(CPACK_SET_DESTDIR ON)  # files outside /usr
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)  # sojourn_0.1.0_amd64.deb
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# procps: kill, to reload; the fonts of letters. CPack adds the libraries.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, procps, tzdata, fonts-noto-cjk")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "plans and records of programmes that send staff to places")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Sojourn decides who serves where in programmes that send teams of staff to
live and work in villages, communities and farms, with a proven bound and a
reason for every placement, and keeps the programme's records.
.
This package has the program and a service of systemd, which is not started
by itself: see /usr/share/doc/sojourn/docs/guide/administrator.md.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/packaging/conffiles ${PROJECT_SOURCE_DIR}/packaging/postinst
  ${PROJECT_SOURCE_DIR}/packaging/prerm ${PROJECT_SOURCE_DIR}/packaging/postrm)
include(CPack)
