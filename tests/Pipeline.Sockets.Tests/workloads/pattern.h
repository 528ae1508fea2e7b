/* What all bytes are: each is a function of its stream and of its position in it, so that any piece can be checked wherever it is found. */
#pragma once
#include <stddef.h>
#include <stdint.h>

static inline uint8_t pattern(uint32_t key, uint64_t position)
{
	uint64_t word = ((uint64_t)key << 40) + (position >> 3) + 0x9e3779b97f4a7c15;

	word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
	word = (word ^ word >> 27) * 0x94d049bb133111eb;
	word ^= word >> 31;
	return (uint8_t)(word >> 8 * (position & 7));
}

static inline void fill(void *bytes, uint32_t key, uint64_t position, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = pattern(key, position + i);
}

static inline int resembles(const void *bytes, uint32_t key, uint64_t position, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (((const uint8_t *)bytes)[i] != pattern(key, position + i))
			return 0;
	return 1;
}
