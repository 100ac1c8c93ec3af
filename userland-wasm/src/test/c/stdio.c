// SPDX-License-Identifier: Apache-2.0
// Shows that stdio works over our files: modes, seeking, ungetc, buffering, scanf, large formats, temporary files.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void) {
    char directory[] = "/tmp/stdio.XXXXXX", line[64];
    if (mkdtemp(directory) == NULL || chdir(directory) < 0) return 1;
    FILE *file = fopen("f", "w+");
    fprintf(file, "%d %s %5.2f\nsecond line\nthird\n", 42, "word", 3.14159);
    printf("at %ld\n", ftell(file));
    rewind(file);
    int number;
    float fraction;
    char word[16];
    printf("scanned %d: ", fscanf(file, "%d %15s %f", &number, word, &fraction));
    printf("%d %s %.2f\n", number, word, fraction);
    printf("rest '%s'\n", strtok(fgets(line, sizeof line, file), "\n") ? "text" : "");
    printf("line %s", fgets(line, sizeof line, file));
    ungetc('X', file);
    printf("after ungetc %c", getc(file));
    printf("%c\n", getc(file));
    fseek(file, -6, SEEK_END);
    printf("last %s", fgets(line, sizeof line, file));
    printf("eof %d", fgets(line, sizeof line, file) == NULL);
    printf(" %d %d\n", feof(file) != 0, ferror(file));
    fclose(file);
    file = fopen("f", "a");
    fputs("appended\n", file);
    fclose(file);
    file = fopen("f", "r+");
    fputs("99", file);
    fclose(file);
    file = fopen("f", "r");
    int lines = 0, c;
    while ((c = getc(file)) != EOF) lines += c == '\n';
    printf("lines %d\n", lines);
    printf("write to a reader %d\n", fputc('x', file) == EOF || fflush(file) == EOF);
    fclose(file);
    printf("missing %d", fopen("nox", "r") == NULL);
    printf(" %s\n", strerror(errno));
    printf("exclusive %d", fopen("f", "wx") == NULL);
    printf(" %s\n", strerror(errno));
    char *block = NULL;
    size_t size = 0;
    file = fopen("big", "w+");
    for (int i = 0; i < 20000; i++) fprintf(file, "%06d\n", i);
    fflush(file);
    rewind(file);
    long sum = 0;
    ssize_t length;
    while ((length = getline(&block, &size, file)) > 0) sum += atol(block) + length;
    printf("sum %ld\n", sum);
    free(block);
    fclose(file);
    file = tmpfile();
    fputs("gone", file);
    rewind(file);
    printf("tmpfile %s\n", fgets(line, sizeof line, file));
    fclose(file);
    printf("formats %-5s|%+d|%#x|%08.3f|%e|%g|%lld|%.3s|%c\n", "ab", 5, 255, -1.5, 12345.678, 0.0001, 1234567890123LL, "abcdef", 'z');
    remove("f");
    remove("big");
    chdir("/");
    printf("remove %d\n", remove(directory));
    return 0;
}
