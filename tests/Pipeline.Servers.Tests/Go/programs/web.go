// An HTTPS server and its clients in one process: web PROTOCOL CLIENTS REQUESTS. Says its port, waits for a line, and says each request that was answered as it was to be.
package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
)

func serve(protocol string) (*http.Server, net.Listener) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := &http.Server{
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate()}, NextProtos: []string{protocol}},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			w.WriteHeader(200 + len(body)%3)
			w.Write(body)
		}),
	}
	go server.ServeTLS(listener, "", "")
	return server, listener
}

func main() {
	protocol := os.Args[1]
	clients, _ := strconv.Atoi(os.Args[2])
	requests, _ := strconv.Atoi(os.Args[3])
	server, listener := serve(protocol)
	waitAtPort(listener)
	var running sync.WaitGroup
	for i := 0; i < clients; i++ {
		running.Add(1)
		go func(i int) {
			defer running.Done()
			client := &http.Client{Transport: &http.Transport{
				TLSClientConfig:   &tls.Config{InsecureSkipVerify: true, NextProtos: []string{protocol}},
				ForceAttemptHTTP2: protocol == "h2",
			}}
			for n := 0; n < requests; n++ {
				path := fmt.Sprintf("/clients/%d/%d", i, n)
				sent := bytes.Repeat([]byte{byte('a' + n%26)}, n*700)
				response, err := client.Post("https://"+listener.Addr().String()+path, "text/plain", bytes.NewReader(sent))
				check(err)
				received, err := io.ReadAll(response.Body)
				check(err)
				response.Body.Close()
				if !bytes.Equal(sent, received) {
					panic("not what was sent")
				}
				fmt.Printf("%s %d %d\n", path, response.StatusCode, len(sent))
			}
			client.CloseIdleConnections()
		}(i)
	}
	running.Wait()
	// Each call of the server's has returned.
	check(server.Shutdown(context.Background()))
}
