// The messages of locales/ as bytes of the program, read by language.cpp. CMake names the folder
// that .incbin looks in.
    .section .rodata

    .global sojourn_messages_zh_begin
    .global sojourn_messages_zh_end
sojourn_messages_zh_begin:
    .incbin "messages.zh.json"
sojourn_messages_zh_end:
    .byte 0

    .section .note.GNU-stack,"",%progbits
