// SPDX-License-Identifier: Apache-2.0
// SOURCE DEST, SOURCE... DIRECTORY, -t DIRECTORY SOURCE..., -T SOURCE DEST.

#include "files.h"

struct destination find_destination(char **operands, int count, char *target, bool no_directory) {
    struct destination found = {.sources = operands, .count = count};
    struct stat st;
    if (count < 1 || (count == 1 && target == NULL)) {
        if (count < 1) usage_error("missing file operand");
        usage_error("missing destination file operand after %s", quote(operands[0]));
    }
    if (no_directory) {
        if (target) usage_error("cannot combine --target-directory (-t) and --no-target-directory (-T)");
        if (count > 2) extra_operand(operands[2]);
    } else if (target) {
        if (stat(target, &st) == 0 && !S_ISDIR(st.st_mode)) errno = ENOTDIR;
        else if (is_directory(target)) errno = 0;
        if (errno) fatal("target directory %s:", quote(target));
        found.directory = target;
        return found;
    } else if (is_directory(operands[count - 1])) {
        found.directory = operands[count - 1];
    } else if (count > 2) {
        if (stat(operands[count - 1], &st) == 0) errno = ENOTDIR;
        fatal("target %s:", quote(operands[count - 1]));
    }
    found.count--;
    found.path = found.directory ? NULL : operands[count - 1];
    return found;
}

char *destination_of(const struct destination *destination, const char *source) {
    if (destination->directory == NULL) return copy_string(destination->path);
    char *name = copy_string(last_component(source));
    strip_slashes(name);
    char *path = join_path(destination->directory, name);
    free(name);
    return path;
}
