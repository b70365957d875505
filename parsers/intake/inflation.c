// SPDX-License-Identifier: MIT
/* One member of a gzip stream, inflated by ISA-L; see inflation.h. */
#include "inflation.h"

#include <isa-l.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define TEXT_OF(number) TEXT(number)
#define TEXT(number) #number

enum {
	BYTE_BITS = 8,
	RESERVED_FLAGS = 0xe0, /* of a header; RFC 1952: a sign of what is not known yet */
};

struct inflation {
	struct inflate_state state;
	/* isal_inflate forgets a header that its input ends in: it is read by itself. */
	struct isal_gzip_header header;
	bool is_in_header;
	bool is_amid;    /* in a member that was begun amid: what its checksum is of is not known */
	const char *why; /* it is damaged or foreign */
};

struct inflation *inflation_new(void)
{
	struct inflation *inflation = calloc(1, sizeof *inflation);
	if (inflation != NULL) {
		isal_inflate_init(&inflation->state);
		inflation_begin(inflation);
	}
	return inflation;
}

void inflation_free(struct inflation *inflation)
{
	free(inflation);
}

static void begin(struct inflation *inflation, bool is_amid)
{
	isal_inflate_reset(&inflation->state);
	inflation->state.crc_flag = ISAL_GZIP_NO_HDR_VER; /* the trailer is read and verified */
	inflation->is_amid = is_amid;
	inflation->is_in_header = !is_amid;
}

void inflation_begin(struct inflation *inflation)
{
	begin(inflation, false);
	isal_gzip_header_init(&inflation->header);
}

bool inflation_begin_at(struct inflation *inflation, const struct restart *place,
			unsigned char before)
{
	struct inflate_state *state = &inflation->state;
	uint8_t *window = (uint8_t *)(uintptr_t)place->window;
	begin(inflation, true);
	state->read_in_length = place->packed_bits;
	state->read_in = (uint64_t)before >> (BYTE_BITS - place->packed_bits);
	return isal_inflate_set_dict(state, window, (uint32_t)place->window_size) == ISAL_DECOMP_OK;
}

void inflation_give_room(struct inflation *inflation, unsigned char *room, size_t size)
{
	inflation->state.next_out = room;
	inflation->state.avail_out = (uint32_t)size;
}

size_t inflation_room(const struct inflation *inflation)
{
	return inflation->state.avail_out;
}

const unsigned char *inflation_written_until(const struct inflation *inflation)
{
	return inflation->state.next_out;
}

/*
 * ISA-L's checksum leaves the upper halves of vector registers in use. Threads inherit that, and
 * all SSE code is slow until they are given up: ingesting took a third longer (measured).
 */
#if defined(__x86_64__)
__attribute__((target("avx"))) static void zero_upper_halves(void)
{
	_mm256_zeroupper();
}

static void give_up_upper_halves(void)
{
	if (__builtin_cpu_supports("avx")) {
		zero_upper_halves();
	}
}
#else
static void give_up_upper_halves(void)
{
}
#endif

static enum inflation_answer fail(struct inflation *inflation, enum inflation_answer answer,
				  const char *why)
{
	inflation->why = why;
	return answer;
}

static enum inflation_answer explain(struct inflation *inflation, int result)
{
	switch (result) {
	case ISAL_INVALID_BLOCK:
		return fail(inflation, INFLATION_DAMAGED, "invalid block");
	case ISAL_INVALID_SYMBOL:
		return fail(inflation, INFLATION_DAMAGED, "invalid symbol");
	case ISAL_INVALID_LOOKBACK:
		return fail(inflation, INFLATION_DAMAGED, "invalid distance");
	case ISAL_INVALID_WRAPPER:
		return fail(inflation, INFLATION_FOREIGN, "invalid header");
	case ISAL_UNSUPPORTED_METHOD:
		return fail(inflation, INFLATION_FOREIGN, "unknown compression method");
	default:
		return fail(inflation, INFLATION_DAMAGED, "incorrect checksum or length");
	}
}

/* One call of the library; ISAL_DECOMP_OK also where it wants more of either side. */
static int call(struct inflation *inflation)
{
	struct inflate_state *state = &inflation->state;
	if (inflation->is_in_header) {
		int result = isal_read_gzip_header(state, &inflation->header);
		if (result != ISAL_DECOMP_OK) {
			return result == ISAL_END_INPUT ? ISAL_DECOMP_OK : result;
		}
		inflation->is_in_header = false;
		if ((inflation->header.flags & RESERVED_FLAGS) != 0) {
			return ISAL_UNSUPPORTED_METHOD;
		}
	}
	int result = isal_inflate(state);
	bool is_foreign_sum = inflation->is_amid && result == ISAL_INCORRECT_CHECKSUM;
	return is_foreign_sum ? ISAL_DECOMP_OK : result;
}

enum inflation_answer inflation_go(struct inflation *inflation, struct slice *input)
{
	struct inflate_state *state = &inflation->state;
	state->next_in = (uint8_t *)(uintptr_t)input->data;
	state->avail_in = (uint32_t)input->size;
	int result = call(inflation);
	give_up_upper_halves();
	*input = slice_after(*input, input->size - state->avail_in);
	if (result != ISAL_DECOMP_OK) {
		return explain(inflation, result);
	}
	return state->block_state == ISAL_BLOCK_FINISH ? INFLATION_ENDED : INFLATION_GOES_ON;
}

bool inflation_is_between_blocks(const struct inflation *inflation, size_t *ret_bytes,
				 int *ret_bits)
{
	const struct inflate_state *state = &inflation->state;
	int taken = state->tmp_in_size * BYTE_BITS + state->read_in_length;
	*ret_bytes = (size_t)taken / BYTE_BITS;
	*ret_bits = taken % BYTE_BITS;
	return state->block_state == ISAL_BLOCK_HDR && state->avail_out > 0;
}

const char *inflation_why(const struct inflation *inflation)
{
	return inflation->why;
}

const char *inflation_library(void)
{
	return TEXT_OF(ISAL_MAJOR_VERSION) "." TEXT_OF(ISAL_MINOR_VERSION) "." TEXT_OF(
		ISAL_PATCH_VERSION);
}
