/* Many viewers of one MJPEG stream, from one thread: counts frames and how old they are.
 *
 * usage: viewers PORT PATH VIEWERS SILENT SECONDS
 * Connects VIEWERS readers and SILENT ones that never read, to 127.0.0.1. After a warm-up of 3 s
 * it counts for SECONDS and prints one line of JSON.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TAIL = 64, PIECE = 1 << 18, WARM_UP_S = 3, MAX_AGES = 4000000 };
static const char STAMP[] = "X-Timestamp: ";
enum { STAMP_LENGTH = sizeof STAMP - 1, STAMP_AND_NUMBER = STAMP_LENGTH + 17 };

struct viewer {
    int fd;
    size_t kept;
    long frames;
    char tail[TAIL];
};

static char piece[TAIL + PIECE];
static double *ages;
static long n_ages;

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int connected(int port, const char *path)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    char request[512];
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (void *)&address, sizeof address) || write(fd, request, (size_t)length) != length) {
        perror("viewers");
        exit(1);
    }
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

/* Reads what there is; counts the time stamps in it. Returns 0 where the stream has ended. */
static int take(struct viewer *viewer, int counts)
{
    memcpy(piece, viewer->tail, viewer->kept);
    ssize_t got = read(viewer->fd, piece + viewer->kept, PIECE);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    char *at = piece, *end = piece + viewer->kept + got, *found;
    while ((found = memmem(at, (size_t)(end - at), STAMP, STAMP_LENGTH)) && end - found >= STAMP_AND_NUMBER) {
        if (counts) {
            viewer->frames++;
            if (n_ages < MAX_AGES)
                ages[n_ages++] = seconds(CLOCK_REALTIME) - atof(found + STAMP_LENGTH);
        }
        at = found + STAMP_AND_NUMBER;
    }
    size_t left = (size_t)(end - at);
    viewer->kept = left < STAMP_AND_NUMBER - 1 ? left : STAMP_AND_NUMBER - 1;
    memcpy(viewer->tail, end - viewer->kept, viewer->kept);
    return 1;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **argument)
{
    if (count != 6) {
        fprintf(stderr, "usage: viewers PORT PATH VIEWERS SILENT SECONDS\n");
        return 2;
    }
    int port = atoi(argument[1]), readers = atoi(argument[3]), silent = atoi(argument[4]), closed = 0;
    double for_s = atof(argument[5]);
    struct viewer *viewers = calloc((size_t)readers, sizeof *viewers);
    struct epoll_event events[256];
    int epoll = epoll_create1(0);
    ages = malloc(MAX_AGES * sizeof *ages);
    for (int i = 0; i < silent; i++)
        connected(port, argument[2]);
    for (int i = 0; i < readers; i++) {
        viewers[i].fd = connected(port, argument[2]);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &viewers[i]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, viewers[i].fd, &event);
    }
    double from = seconds(CLOCK_MONOTONIC) + WARM_UP_S, until = from + for_s, now;
    while ((now = seconds(CLOCK_MONOTONIC)) < until) {
        int ready = epoll_wait(epoll, events, 256, 100);
        for (int i = 0; i < ready; i++) {
            struct viewer *viewer = events[i].data.ptr;
            if (!take(viewer, now >= from)) {
                epoll_ctl(epoll, EPOLL_CTL_DEL, viewer->fd, NULL);
                closed++;
            }
        }
    }
    long fewest = viewers[0].frames, all = 0;
    for (int i = 0; i < readers; i++) {
        all += viewers[i].frames;
        if (viewers[i].frames < fewest)
            fewest = viewers[i].frames;
    }
    qsort(ages, (size_t)n_ages, sizeof *ages, by_size);
    printf("{\"closed\": %d, \"slowest_fps\": %.2f, \"mean_fps\": %.2f, \"median_ms\": %.1f, \"p99_ms\": %.1f}\n",
           closed, (double)fewest / for_s, (double)all / readers / for_s,
           n_ages ? ages[n_ages / 2] * 1e3 : 0.0, n_ages ? ages[n_ages * 99 / 100] * 1e3 : 0.0);
    return 0;
}
