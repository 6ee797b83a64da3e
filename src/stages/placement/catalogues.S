// The catalogues of locales/ as bytes of the program (HOUSE.md: assets by .incbin, C arrays cost
// compiler memory). Read by words.cpp. CMake names the folder that .incbin looks in.
    .section .rodata

    .global sojourn_catalogue_en_begin
    .global sojourn_catalogue_en_end
sojourn_catalogue_en_begin:
    .incbin "en.json"
sojourn_catalogue_en_end:

    .global sojourn_catalogue_zh_begin
    .global sojourn_catalogue_zh_end
sojourn_catalogue_zh_begin:
    .incbin "zh.json"
sojourn_catalogue_zh_end:
    .byte 0

    .section .note.GNU-stack,"",%progbits
