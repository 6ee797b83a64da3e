// The lists of this folder as bytes of the program. CMake names the folder that .incbin looks in.
    .section .rodata

    .global sojourn_columns_begin
    .global sojourn_columns_end
sojourn_columns_begin:
    .incbin "columns.csv"
sojourn_columns_end:
    .byte 0

    .global sojourn_forbidden_begin
    .global sojourn_forbidden_end
sojourn_forbidden_begin:
    .incbin "forbidden.csv"
sojourn_forbidden_end:
    .byte 0

    .section .note.GNU-stack,"",%progbits
