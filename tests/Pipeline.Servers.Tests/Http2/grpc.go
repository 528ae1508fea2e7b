// A service and a client of gRPC without generated code: messages are bytes as they are. "serve" listens and prints "listening on PORT"; "call PORT" makes one call
// of each kind and prints the status of each.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// patience is longer than any pause of a machine with much else to do.
const patience = 4 * time.Minute

// begun is the name of the file that says that the server has begun with what it never answers.
func begun() string { return os.Args[0] + ".begun" }

type raw struct{}

func (raw) Name() string { return "proto" }

func (raw) Marshal(v interface{}) ([]byte, error) { return *v.(*[]byte), nil }

func (raw) Unmarshal(data []byte, v interface{}) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}

func unary(_ interface{}, ctx context.Context, decode func(interface{}) error, _ grpc.UnaryServerInterceptor) (interface{}, error) {
	var asked []byte
	if err := decode(&asked); err != nil {
		return nil, err
	}
	switch string(asked) {
	case "missing":
		return nil, status.Error(codes.NotFound, "there is none")
	case "slow":
		// Who asked leaves as soon as it sees that this has begun, and has no answer.
		if err := os.WriteFile(begun(), nil, 0o600); err != nil {
			return nil, err
		}
		select {}
	}
	return &asked, nil
}

func stream(_ interface{}, s grpc.ServerStream) error {
	for {
		var asked []byte
		if err := s.RecvMsg(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for i := 0; i < 2; i++ {
			if err := s.SendMsg(&asked); err != nil {
				return err
			}
		}
	}
}

var service = grpc.ServiceDesc{
	ServiceName: "test.Echo",
	HandlerType: (*interface{})(nil),
	Methods:     []grpc.MethodDesc{{MethodName: "Say", Handler: unary}},
	Streams:     []grpc.StreamDesc{{StreamName: "Talk", Handler: stream, ServerStreams: true, ClientStreams: true}},
}

func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	server.RegisterService(&service, struct{}{})
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	return server.Serve(listener)
}

func say(connection *grpc.ClientConn, text string, leave func(cancel func())) {
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(context.Background(), "x-text", text), patience)
	defer cancel()
	go leave(cancel)
	asked, answer := []byte(text), []byte{}
	fmt.Println("/test.Echo/Say", status.Code(connection.Invoke(ctx, "/test.Echo/Say", &asked, &answer)))
}

func stay(func()) {}

func leaveOnceBegun(cancel func()) {
	for {
		if _, err := os.Stat(begun()); err == nil {
			cancel()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func talk(connection *grpc.ClientConn, messages int) error {
	s, err := connection.NewStream(context.Background(), &service.Streams[0], "/test.Echo/Talk")
	if err != nil {
		return err
	}
	for i := 0; i < messages; i++ {
		asked := make([]byte, i*10_000)
		if err := s.SendMsg(&asked); err != nil {
			return err
		}
		for j := 0; j < 2; j++ {
			var answer []byte
			if err := s.RecvMsg(&answer); err != nil {
				return err
			}
		}
	}
	if err := s.CloseSend(); err != nil {
		return err
	}
	var answer []byte
	if err := s.RecvMsg(&answer); !errors.Is(err, io.EOF) {
		return err
	}
	fmt.Println("/test.Echo/Talk OK")
	return nil
}

func call(port string) error {
	connection, err := grpc.Dial("127.0.0.1:"+port, grpc.WithInsecure(), grpc.WithBlock())
	if err != nil {
		return err
	}
	defer connection.Close()
	for i := 0; i < 20; i++ {
		say(connection, fmt.Sprintf("text %d", i), stay)
	}
	say(connection, "missing", stay)
	say(connection, "slow", leaveOnceBegun)
	asked, answer := []byte{}, []byte{}
	fmt.Println("/test.Echo/None", status.Code(connection.Invoke(context.Background(), "/test.Echo/None", &asked, &answer)))
	for i := 0; i < 5; i++ {
		if err := talk(connection, i); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	encoding.RegisterCodec(raw{})
	err := error(nil)
	if os.Args[1] == "serve" {
		err = serve()
	} else {
		err = call(os.Args[2])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
