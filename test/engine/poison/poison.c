// A library for LD_PRELOAD: fills what malloc and its kin hand out with one byte, POISON, as uninitialized memory may happen
// to hold. A correct program does not notice. calloc is left alone: its memory is zero by definition.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static int value = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void read_value(void) {
  const char *text = getenv("POISON");
  if (text) value = atoi(text);
}

static void *fill(void *memory, size_t size) {
  if (memory && value >= 0) memset(memory, value, size);
  return memory;
}

void *malloc(size_t size) {
  static void *(*next)(size_t);
  if (!next) next = real("malloc");
  return fill(next(size), size);
}

void *memalign(size_t alignment, size_t size) {
  static void *(*next)(size_t, size_t);
  if (!next) next = real("memalign");
  return fill(next(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  static void *(*next)(size_t, size_t);
  if (!next) next = real("aligned_alloc");
  return fill(next(alignment, size), size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  static int (*next)(void **, size_t, size_t);
  if (!next) next = real("posix_memalign");
  int error = next(memory, alignment, size);
  if (!error) fill(*memory, size);
  return error;
}
