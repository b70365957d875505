// SPDX-License-Identifier: MIT
/* SHA-256 and HMAC-SHA-256 by libcrypto. */
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { RANDOM_SIZE = 256 }; /* that getentropy gives at once */

struct digest {
	EVP_MD_CTX *running;
	EVP_MD_CTX *copy; /* finished by a snapshot in place of `running` */
};

/*
 * The machine's configuration of libcrypto has no say in what a hash is, and to read it, and to
 * clean up at the exit, takes longer than all hashes of a small file.
 */
static const EVP_MD *sha256(void)
{
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
	return EVP_sha256();
}

struct digest *digest_new(void)
{
	struct digest *digest = calloc(1, sizeof *digest);
	if (digest == NULL) {
		return NULL;
	}
	digest->running = EVP_MD_CTX_new();
	digest->copy = EVP_MD_CTX_new();
	if (digest->running == NULL || digest->copy == NULL || !digest_reset(digest)) {
		digest_free(digest);
		return NULL;
	}
	return digest;
}

void digest_free(struct digest *digest)
{
	if (digest == NULL) {
		return;
	}
	EVP_MD_CTX_free(digest->running);
	EVP_MD_CTX_free(digest->copy);
	free(digest);
}

bool digest_reset(struct digest *digest)
{
	return EVP_DigestInit_ex(digest->running, sha256(), NULL) == 1;
}

bool digest_add(struct digest *digest, const void *data, size_t size)
{
	return EVP_DigestUpdate(digest->running, data, size) == 1;
}

bool digest_snapshot(struct digest *digest, unsigned char *ret_sha256)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	if (EVP_MD_CTX_copy_ex(digest->copy, digest->running) != 1 ||
	    EVP_DigestFinal_ex(digest->copy, sum, &size) != 1 || size != SHA256_SIZE) {
		return false;
	}
	memcpy(ret_sha256, sum, SHA256_SIZE);
	return true;
}

bool digest_of(struct digest *digest, const void *data, size_t size, unsigned char *ret_sha256)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned sum_size = 0;
	/* No type: the context keeps the one it has, and nothing is looked up. */
	if (EVP_DigestInit_ex(digest->running, NULL, NULL) != 1 ||
	    EVP_DigestUpdate(digest->running, data, size) != 1 ||
	    EVP_DigestFinal_ex(digest->running, sum, &sum_size) != 1 || sum_size != SHA256_SIZE) {
		return false;
	}
	memcpy(ret_sha256, sum, SHA256_SIZE);
	return true;
}

bool digest_sha256(const void *data, size_t size, unsigned char *ret_sha256)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned sum_size = 0;
	if (EVP_Digest(data, size, sum, &sum_size, sha256(), NULL) != 1 ||
	    sum_size != SHA256_SIZE) {
		return false;
	}
	memcpy(ret_sha256, sum, SHA256_SIZE);
	return true;
}

bool digest_hmac(const void *key, size_t key_size, const void *data, size_t size,
		 unsigned char *ret_sha256)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned sum_size = 0;
	if (key_size > INT_MAX ||
	    HMAC(sha256(), key, (int)key_size, data, size, sum, &sum_size) == NULL ||
	    sum_size != SHA256_SIZE) {
		return false;
	}
	memcpy(ret_sha256, sum, SHA256_SIZE);
	return true;
}

void digest_to_hex(const unsigned char *bytes, size_t size, char *buffer)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < size; i++) {
		buffer[2 * i] = digits[bytes[i] >> 4];
		buffer[2 * i + 1] = digits[bytes[i] & 15];
	}
	buffer[2 * size] = '\0';
}

enum status digest_random(unsigned char *ret_bytes, size_t size, struct error *error)
{
	for (size_t at = 0; at < size; at += RANDOM_SIZE) {
		size_t left = size - at;
		if (getentropy(ret_bytes + at, left < RANDOM_SIZE ? left : RANDOM_SIZE) != 0) {
			return error_set(error, STATUS_IO,
					 "no random bytes to be had from the system");
		}
	}
	return STATUS_OK;
}

const char *digest_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}
