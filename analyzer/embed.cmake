# Writes a file's bytes as a C array: cmake -DIN=… -DOUT=… -DSYMBOL=… -P embed.cmake
file(READ ${IN} hex HEX)
# Character constants, because 0xe2 does not fit a char and -Wconversion says so.
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
string(REGEX REPLACE "(('.x..',)('.x..',)('.x..',)('.x..',)('.x..',)('.x..',)('.x..',)('.x..',))" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT} "extern const char ${SYMBOL}[];\nconst char ${SYMBOL}[] = {\n${bytes}'\\0'};\n")
