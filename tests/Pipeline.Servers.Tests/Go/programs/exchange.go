// Pairs of TLS connections that send each other bytes, each pair in a way of its own: exchange PAIRS. Says its port, waits for a line, and says of each pair the client's
// port and what went either way: bytes and their SHA-256, in hex.
package main

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"math/rand"
	"net"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// A connection that is no TCP connection to whoever looks at its type.
type wrapped struct {
	name string
	net.Conn
}

var stacksMoved int64

func send(c *tls.Conn, seed int64, way int) (int, hash.Hash) {
	sum, random, total := sha256.New(), rand.New(rand.NewSource(seed)), 0
	for i := 0; i < 60; i++ {
		message := make([]byte, 1+random.Intn(1<<uint(random.Intn(17))))
		random.Read(message)
		if way == 3 {
			// Each from another goroutine, and mostly another thread.
			done := make(chan error)
			go func() { _, err := c.Write(message); done <- err }()
			check(<-done)
		} else {
			_, err := c.Write(message)
			check(err)
		}
		sum.Write(message)
		total += len(message)
		if i%7 == 0 {
			time.Sleep(time.Duration(random.Intn(2000)) * time.Microsecond)
		}
	}
	check(c.CloseWrite())
	return total, sum
}

// The buffer is on the stack of a goroutine that has just begun, which has to grow inside the call.
func receiveOnStack(c *tls.Conn) ([]byte, error) {
	var buffer [1500]byte
	before := uintptr(unsafe.Pointer(&buffer))
	n, err := c.Read(buffer[:])
	if before != uintptr(unsafe.Pointer(&buffer)) {
		atomic.AddInt64(&stacksMoved, 1)
	}
	return append([]byte(nil), buffer[:n]...), err
}

func receive(c *tls.Conn, way int) (int, hash.Hash) {
	sum, total := sha256.New(), 0
	buffer := make([]byte, []int{32768, 5000, 0, 4096, 100000, 16384}[way])
	for {
		var bytes []byte
		var err error
		switch way {
		case 1:
			n, failed := c.Read(buffer[:1+total%len(buffer)])
			bytes, err = buffer[:n], failed
		case 2:
			done := make(chan bool)
			go func() { bytes, err = receiveOnStack(c); done <- true }()
			<-done
		case 5:
			// Calls that end without a byte, again and again.
			c.SetReadDeadline(time.Now().Add(200 * time.Microsecond))
			n, failed := c.Read(buffer)
			if timeout, is := failed.(net.Error); is && timeout.Timeout() {
				failed = nil
			}
			bytes, err = buffer[:n], failed
		default:
			n, failed := c.Read(buffer)
			bytes, err = buffer[:n], failed
		}
		sum.Write(bytes)
		total += len(bytes)
		if err == io.EOF {
			return total, sum
		}
		check(err)
	}
}

func exchange(c *tls.Conn, seed int64, way int) {
	defer c.Close()
	var running sync.WaitGroup
	var sent, received int
	var sentSum, receivedSum hash.Hash
	running.Add(2)
	if way%2 == 0 || way == 5 {
		check(c.Handshake())
	}
	go func() { defer running.Done(); sent, sentSum = send(c, seed, way) }()
	go func() { defer running.Done(); received, receivedSum = receive(c, way) }()
	running.Wait()
	fmt.Printf("%d %d %d %s %d %s\n", c.LocalAddr().(*net.TCPAddr).Port, c.RemoteAddr().(*net.TCPAddr).Port,
		sent, hex.EncodeToString(sentSum.Sum(nil)), received, hex.EncodeToString(receivedSum.Sum(nil)))
}

func main() {
	pairs, _ := strconv.Atoi(os.Args[1])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	waitAtPort(listener)
	runtime.GOMAXPROCS(4)
	server := &tls.Config{Certificates: []tls.Certificate{certificate()}}
	var running sync.WaitGroup
	running.Add(2 * pairs)
	go func() {
		for i := 0; i < pairs; i++ {
			c, err := listener.Accept()
			check(err)
			go func(i int) { defer running.Done(); exchange(tls.Server(c, server), int64(1000+i), i%6) }(i)
		}
	}()
	for i := 0; i < pairs; i++ {
		go func(i int) {
			defer running.Done()
			c, err := net.Dial("tcp", listener.Addr().String())
			check(err)
			if i%6 >= 4 {
				c = wrapped{"pair", c}
			}
			client := &tls.Config{InsecureSkipVerify: true}
			if i%4 == 1 {
				client.MaxVersion = tls.VersionTLS12
			}
			exchange(tls.Client(c, client), int64(i), i%6)
		}(i)
	}
	running.Wait()
	fmt.Printf("stacks %d\n", stacksMoved)
}
