// What speaking.c does, by Go's crypto/tls: both ends are goroutines of one process.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"time"
)

const request = "GET /speaking HTTP/1.1\r\nHost: matrix\r\n\r\n"

var sizes = []int{len(request), 100, 16385, 31000}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func certificate() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	check(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func stream(direction int) []byte {
	bytes := make([]byte, 1<<16)
	for i := range bytes {
		bytes[i] = byte(i*31 + i/251 + i/65521 + direction*101)
	}
	if direction == 0 {
		copy(bytes, request)
	}
	return bytes
}

func print(bytes []byte) string { return fmt.Sprintf("%d %x", len(bytes), sha256.Sum256(bytes)) }

func place(address net.Addr) string {
	tcp := address.(*net.TCPAddr)
	return fmt.Sprintf("%s %d", tcp.IP, tcp.Port)
}

func say(c *tls.Conn, from []byte, said, size int) {
	_, err := c.Write(from[said : said+size])
	check(err)
}

func hear(c *tls.Conn, received []byte, size int) []byte {
	next := make([]byte, size)
	_, err := io.ReadFull(c, next)
	check(err)
	return append(received, next...)
}

// Nothing is left to be read when a socket closes: what is read under the end itself may be told as missed.
func speak(c *tls.Conn, raw net.Conn, sizes []int, isClient bool) {
	var received, sent []byte
	said := 0
	if isClient {
		sent = stream(0)
	} else {
		sent = stream(1)
	}
	for _, size := range sizes {
		if isClient {
			say(c, sent, said, size)
		}
		received = hear(c, received, size)
		if !isClient {
			say(c, sent, said, size)
		}
		said += size
	}
	end := make([]byte, 1)
	if isClient {
		check(c.CloseWrite())
	}
	if n, err := c.Read(end); n != 0 || err != io.EOF {
		panic(err)
	}
	if !isClient {
		check(c.CloseWrite())
	}
	fmt.Printf("said %s %s %s %s %s\n", os.Args[1], place(raw.LocalAddr()), place(raw.RemoteAddr()), print(sent[:said]), print(received))
	if !isClient {
		if n, err := raw.Read(end); n != 0 || err != io.EOF {
			panic(err)
		}
	}
	check(raw.Close())
}

func converse(network, address string, sizes []int, configuration *tls.Config) {
	listener, err := net.Listen(network, address)
	check(err)
	done := make(chan bool)
	go func() {
		raw, err := net.Dial(network, address)
		check(err)
		speak(tls.Client(raw, configuration), raw, sizes, true)
		done <- true
	}()
	raw, err := listener.Accept()
	check(err)
	speak(tls.Server(raw, configuration), raw, sizes, false)
	<-done
	check(listener.Close())
}

func main() {
	_, err := io.ReadAll(os.Stdin)
	check(err)
	time.AfterFunc(1000*time.Second, func() { panic("one end waits for the other") })
	configuration := &tls.Config{Certificates: []tls.Certificate{certificate()}, InsecureSkipVerify: true}
	converse("tcp4", "127.0.0.1:"+os.Args[2], sizes, configuration)
	configuration.MaxVersion = tls.VersionTLS12
	converse("tcp6", "[::1]:"+os.Args[2], sizes[:2], configuration)
}
