// SPDX-License-Identifier: MIT
/*
 * What the case file, the reading and the re-reading of cited lines warn of, and why lines were
 * rejected, in English and Korean; read by words_said.c as words_phrases.c is.
 *
 * The messages themselves are written where the trouble is met (plan_*.c, parsers/intake/,
 * report_reread.c). One that is worded anew there is to be worded anew here: it would stay English.
 */
#include "words_table.h"

/* English as it was written; the holes are in Korean where its sentence wants them. */
#define SAID(english, korean)           \
	{                               \
		english,                \
		{                       \
			english, korean \
		}                       \
	}

const struct words_row words_warnings[] = {
	/* the case file */
	SAID("{place}: the notice is later than the window's start",
	     "{place}: 공지 시각이 작업 시간대의 시작보다 늦음"),
	SAID("{place}: `{key}`: clocks change over this time: it does not occur: taken as later",
	     "{place}: `{key}`: 시계가 바뀌어 이 시각이 없음, 더 늦은 시각으로 봄"),
	SAID("{place}: `{key}`: clocks change: this time occurs twice: taken as the first: state "
	     "the offset",
	     "{place}: `{key}`: 시계가 바뀌어 이 시각이 두 번 있음, 앞의 것으로 봄 (시차를 "
	     "적을 것)"),
	SAID("{place}: due.to lies before due.from: role `{role}` counts as due from then on",
	     "{place}: due.to가 due.from보다 앞섬, 역할 `{role}`: 그때부터 계속 배치 대상으로 봄"),
	SAID("{place}: actor `{actor}` is in role `{role}` too: evidence for neither",
	     "{place}: 계정 `{actor}`: 역할 `{role}`에도 있어 어느 쪽의 증거도 아님"),
	SAID("{place}: window and steps are not those of the notice: their hash is {hash}",
	     "{place}: 시간대와 단계가 공지된 것과 다름, 지금의 해시는 {hash}"),
	SAID("limited to a span of time:{span}: events outside it are counted, but take no part "
	     "in the method",
	     "시간 구간을 한정함:{span}: 그 밖의 사건은 세지만 분석에는 쓰지 않음"),
	SAID("{place}: gave up on {count} lines: too many ways to match",
	     "{place}: {count}개 줄은 맞출 방법이 너무 많아 그만둠"),
	/* files */
	SAID("{file}: there is no such file", "{file}: 그런 파일이 없음"),
	SAID("{file}: there is no file in this folder", "{file}: 이 폴더에 파일이 없음"),
	SAID("{file}: is a directory, not a file", "{file}: 파일이 아니라 폴더임"),
	SAID("{file}: is a pipe, socket or device: only files are read: give it to standard "
	     "input, as -",
	     "{file}: 파이프, 소켓 또는 장치임, 파일만 읽음 (표준 입력으로 주고 -로 적을 것)"),
	SAID("{file}: cannot be searched", "{file}: 찾아볼 수 없음"),
	SAID("{file}: cannot be reached: {why}", "{file}: 접근할 수 없음: {why}"),
	SAID("{file}: cannot be opened: {why}: where do the sources lie? give --sources {folder}",
	     "{file}: 열 수 없음: {why} (자료의 위치를 --sources {folder}로 줄 것)"),
	SAID("{file}: cannot be opened: {why}", "{file}: 열 수 없음: {why}"),
	SAID("{file}: cannot be read: {why}: what came before is kept",
	     "{file}: 읽을 수 없음: {why}, 그 앞까지는 남겨 둠"),
	SAID("{file}: path is longer than {count} bytes", "{file}: 경로가 {count}바이트보다 긺"),
	SAID("{file}: more than {count} files: name fewer",
	     "{file}: 파일이 {count}개보다 많음 (더 적게 적을 것)"),
	SAID("{file}: more than {count} directories deep", "{file}: 폴더가 {count}단계보다 깊음"),
	SAID("{file}: this system cannot convert {charset}: install the charset modules of its C "
	     "library",
	     "{file}: 이 시스템은 {charset}을 변환하지 못함 (C 라이브러리의 문자 집합 모듈을 "
	     "설치할 것)"),
	/* what is packed */
	SAID("{file}: truncated: gzip stream ends early after {bytes} bytes: what came before is "
	     "kept: fetch the file again",
	     "{file}: 잘림: gzip이 {bytes}바이트 뒤에서 끝남, 그 앞까지는 남겨 둠 (파일을 다시 "
	     "받을 것)"),
	SAID("{file}: gzip stream is damaged after {bytes} bytes: {why}: what came before is "
	     "kept: fetch the file again",
	     "{file}: gzip이 {bytes}바이트 뒤에서 손상됨: {why}, 그 앞까지는 남겨 둠 (파일을 다시 "
	     "받을 것)"),
	SAID("{file}: gzip stream is followed by bytes that are no gzip, after {bytes} good bytes "
	     "in {count} members: what came before is kept",
	     "{file}: 멤버 {count}개, {bytes}바이트 뒤에 gzip이 아닌 것이 이어짐, 그 앞까지는 남겨 "
	     "둠"),
	SAID("{file}: is encrypted: unpack it with its password first",
	     "{file}: 암호화되어 읽지 못함 (암호로 먼저 풀 것)"),
	SAID("{file}: {kind} is encrypted: unpack it with its password first",
	     "{file}: {kind}: 암호화되어 읽지 못함 (암호로 먼저 풀 것)"),
	SAID("{file}: {kind} is damaged or cut short behind its last member: {why}: the members "
	     "before are kept: fetch the file again",
	     "{file}: {kind}: 마지막 멤버 뒤에서 손상되었거나 잘림: {why}, 앞의 멤버는 남겨 둠 "
	     "(파일을 다시 받을 것)"),
	SAID("{file}: {kind} is damaged or cut short: {why}: of what came before, {bytes} bytes "
	     "are kept, up to {lost} are lost: fetch the file again",
	     "{file}: {kind}: 손상되었거나 잘림: {why}, 그 앞의 {bytes}바이트는 남겨 두고 최대 "
	     "{lost}는 잃음 (파일을 다시 받을 것)"),
	SAID("{file}: {kind} cannot be unpacked after {bytes} bytes of this member: {why}: what "
	     "came before is kept: fetch the file again or unpack it first",
	     "{file}: {kind}: 이 멤버의 {bytes}바이트 뒤를 풀 수 없음: {why}, 그 앞까지는 남겨 둠 "
	     "(파일을 다시 받거나 먼저 풀 것)"),
	SAID("{file}: {kind} ends without its end mark: it may be cut short: the members before "
	     "are kept: fetch the file again",
	     "{file}: {kind}: 끝 표시가 없어 잘렸을 수 있음, 앞의 멤버는 남겨 둠 (파일을 다시 "
	     "받을 것)"),
	SAID("{file}: {kind} stream is followed by bytes that are no {other}: what came before is "
	     "kept",
	     "{file}: {kind} 뒤에 {other}: 아닌 것이 이어짐, 그 앞까지는 남겨 둠"),
	SAID("{file}: begins like {kind} but is not, or is packed with it twice: unpack it first",
	     "{file}: 시작은 {kind} 같으나 아니거나 두 번 압축됨 (먼저 풀 것)"),
	SAID("{file}: {kind} is not read by this libarchive: unpack it first",
	     "{file}: {kind}: 이 libarchive가 읽지 못함 (먼저 풀 것)"),
	SAID("{file}: {kind} wants a window of {size} MiB, more than the {limit} MiB that are "
	     "allowed: pack it again with a smaller one",
	     "{file}: {kind}: 요구하는 창 {size} MiB가 허용된 {limit} MiB를 넘음 (더 작은 창으로 "
	     "다시 압축할 것)"),
	SAID("{file}: all that is packed here expands to more than {times} times its size: "
	     "refused after {bytes} bytes: the rest is not read",
	     "{file}: 모두 풀면 크기의 {times}배를 넘음, {bytes}바이트에서 그만두고 나머지는 읽지 "
	     "않음"),
	SAID("{file}: {kind} expands to more than {times} times its size: refused after {bytes} "
	     "bytes: what came before is kept",
	     "{file}: {kind}: 풀면 크기의 {times}배를 넘음, {bytes}바이트에서 그만두고 그 앞까지는 "
	     "남겨 둠"),
	SAID("{file}: is a {kind} file, which is not read here: unpack or export it first",
	     "{file}: {kind} 파일은 읽지 않음 (먼저 풀거나 내보낼 것)"),
	SAID("{file}: is packed more than {count} layers deep: refused: unpack it first",
	     "{file}: {count}겹보다 깊이 압축되어 읽지 않음 (먼저 풀 것)"),
	SAID("{file}: is {kind} inside a stream: {other} is read only as a file of its own, for "
	     "its directory stands at its end: unpack it first",
	     "{file}: 다른 것 안의 {kind}: 목록이 끝에 있어 {other} 파일로만 읽음 (먼저 풀 것)"),
	SAID("{file}: has more than {count} members: the rest is not read: split the archive",
	     "{file}: 멤버가 {count}개보다 많아 나머지는 읽지 않음 (나눌 것)"),
	/* cited lines */
	SAID("{file}: is not in the file any more", "{file}: 파일 안에 더는 없음"),
	SAID("{file}: it came through standard input and is gone",
	     "{file}: 표준 입력으로 들어온 것이라 남아 있지 않음"),
	SAID("{mark}: {chain} line {line} cannot be re-read as it was: the source is gone or has "
	     "changed",
	     "{mark}: {chain}의 {line}번째 줄을 그때 그대로 다시 읽을 수 없음: 자료가 없거나 "
	     "바뀌었음"),
	/* rejected lines */
	SAID("no format reads this line", "이 줄을 읽는 형식이 없음"),
	SAID("the stated format does not read this line", "지정된 형식이 이 줄을 읽지 못함"),
	SAID("continues a record that begins before this stream",
	     "이 자료보다 먼저 시작된 기록에 이어지는 줄임"),
	SAID("nothing but NUL bytes", "NUL 바이트만 있음"),
	{NULL, {NULL, NULL}},
};
