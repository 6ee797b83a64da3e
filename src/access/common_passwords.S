// The commonest passwords (scripts/common_passwords) as bytes of the program; read by password.cpp.
  .section .rodata
  .global sojourn_common_passwords
  .global sojourn_common_passwords_end
sojourn_common_passwords:
  .incbin "common_passwords.txt"
sojourn_common_passwords_end:
  .section .note.GNU-stack,"",%progbits
