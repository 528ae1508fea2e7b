// Goroutines that write to one TLS connection at once: together GOROUTINES. Says its port, waits for a line, and says what was received: bytes and their SHA-256, in hex.
package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync"
)

func main() {
	goroutines, _ := strconv.Atoi(os.Args[1])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	waitAtPort(listener)
	go func() {
		accepted, err := listener.Accept()
		check(err)
		c := tls.Server(accepted, &tls.Config{Certificates: []tls.Certificate{certificate()}})
		var running sync.WaitGroup
		for i := 0; i < goroutines; i++ {
			running.Add(1)
			go func(i int) {
				defer running.Done()
				for n := 0; n < 200; n++ {
					_, err := c.Write(bytes.Repeat([]byte{byte('A' + i)}, 1+n*17%3000))
					check(err)
				}
			}(i)
		}
		running.Wait()
		check(c.Close())
	}()
	c, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	check(err)
	received, err := io.ReadAll(c)
	check(err)
	sum := sha256.Sum256(received)
	fmt.Printf("%d %s\n", len(received), hex.EncodeToString(sum[:]))
}
