/* The least a server can do: one thread that writes the same bytes to every viewer.
 *
 * usage: floor PORT FPS BYTES
 * Listens on 127.0.0.1 and sends a frame of BYTES to everyone, FPS times a second, until killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_VIEWERS = 20000 };
static const char HEAD[] =
    "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";

struct viewer {
    int fd;
    size_t sent;
};

static struct viewer viewers[MAX_VIEWERS];
static int n_viewers;

static void welcome(int listener)
{
    int fd;
    char request[2048];
    while (n_viewers < MAX_VIEWERS && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (read(fd, request, sizeof request) < 0 && errno != EAGAIN)
            perror("floor");
        if (write(fd, HEAD, sizeof HEAD - 1) < 0)
            perror("floor");
        viewers[n_viewers++] = (struct viewer){.fd = fd};
    }
}

/* Writes as much as fits; a frame that was begun is finished before the next. */
static void feed(struct viewer *viewer, const char *frame, size_t size)
{
    ssize_t wrote = write(viewer->fd, frame + viewer->sent, size - viewer->sent);
    if (wrote > 0)
        viewer->sent = (viewer->sent + (size_t)wrote) % size;
    if (wrote < 0 && errno != EAGAIN) {
        close(viewer->fd);
        *viewer = viewers[--n_viewers];
    }
}

int main(int count, char **argument)
{
    if (count != 4) {
        fprintf(stderr, "usage: floor PORT FPS BYTES\n");
        return 2;
    }
    double fps = atof(argument[2]);
    size_t body = (size_t)atol(argument[3]), size;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argument[1]))};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    char *frame = malloc(body + 256);
    struct timespec due;
    size = (size_t)sprintf(frame, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", body);
    memset(frame + size, 7, body);
    size += body;
    memcpy(frame + size, "\r\n", 2);
    size += 2;
    signal(SIGPIPE, SIG_IGN);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) {
        perror("floor");
        return 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (;;) {
        welcome(listener);
        for (int i = 0; i < n_viewers; i++)
            feed(&viewers[i], frame, size);
        due.tv_nsec += (long)(1e9 / fps);
        due.tv_sec += due.tv_nsec / 1000000000;
        due.tv_nsec %= 1000000000;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    }
}
