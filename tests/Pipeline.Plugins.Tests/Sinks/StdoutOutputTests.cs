using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Real pipes, sockets, files and terminals.</summary>
[Collection(TerminalType.Collection)]
public sealed class StdoutOutputTests
{
    private static readonly byte[] Megabytes = RandomNumberGenerator.GetBytes(3 << 20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_output_and_not_the_process()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new StandardOutput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        pipe.DisposeLocalCopyOfClientHandle();
        var batch = Samples.Texts("s", "hello"u8.ToArray());
        using var sink = StdoutRun.Bind(new StdoutOptions { Format = StdoutFormat.Json }, output, batch.Schema);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch, Cancel));
        await pipe.DisposeAsync();
        await Assert.ThrowsAsync<OutputClosedException>(async () => await sink.WriteAsync(batch, Cancel));
    }

    [Fact]
    public async Task A_reader_that_goes_away_while_the_pipe_is_full_ends_the_wait()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new StandardOutput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        pipe.DisposeLocalCopyOfClientHandle();
        var write = Task.Run(() => output.Write(Megabytes, CancellationToken.None), Cancel);
        await pipe.ReadExactlyAsync(new byte[100_000], Cancel);
        await pipe.DisposeAsync();
        await Assert.ThrowsAsync<OutputClosedException>(() => write);
    }

    [Fact]
    public async Task A_slow_reader_gets_every_byte()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new StandardOutput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        await SameBytesArriveAsync(output, pipe);
    }

    [Fact]
    public async Task A_socket_gets_every_byte_too()
    {
        var path = Path.Combine(Path.GetTempPath(), $"pipeline-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        File.Delete(path);
        using var server = await listener.AcceptAsync(Cancel);
        using var output = new StandardOutput((int)client.SafeHandle.DangerousGetHandle());
        await using var reader = new NetworkStream(server);
        await SameBytesArriveAsync(output, reader);
    }

    [Fact]
    public async Task Nobody_reading_holds_a_write_no_longer_than_its_deadline()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new StandardOutput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var write = Task.Run(() => output.Write(Megabytes, deadline.Token), Cancel);
        await pipe.ReadExactlyAsync(new byte[1], Cancel);
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Fact]
    public async Task A_file_is_written_where_its_offset_stands()
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 0))
            {
                file.Write("before "u8);
                using var output = new StandardOutput((int)file.SafeFileHandle.DangerousGetHandle());
                // The stream above keeps an offset of its own; the descriptor's has to be moved.
                Assert.Equal(7, Pipeline.Sinks.Stdout.Output.Libc.Seek((int)file.SafeFileHandle.DangerousGetHandle(), 7, 0));
                output.Write("after"u8, Cancel);
            }

            Assert.Equal("before after", await File.ReadAllTextAsync(path, Cancel));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_full_disk_is_an_error_that_says_so()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        using var output = new StandardOutput((int)full.SafeFileHandle.DangerousGetHandle());
        var error = Assert.Throws<IOException>(() => output.Write("x"u8, Cancel));
        Assert.Equal("cannot write to standard output: No space left on device", error.Message);
    }

    [Fact]
    public async Task A_terminal_gets_colour_and_its_own_width()
    {
        var batch = Samples.Execs((0, "bash", 42, 1, -2, ["/bin/" + new string('x', 100)]));
        string[] names = ["NO_COLOR", "TERM", "COLUMNS"];
        string?[] before = [.. names.Select(Environment.GetEnvironmentVariable)];
        string?[] wanted = [null, "xterm", null];
        try
        {
            Set(names, wanted);
            using var terminal = new PseudoTerminal(columns: 68, rows: 24);
            using var output = new StandardOutput(terminal.Fd);
            using var sink = StdoutRun.Bind(new StdoutOptions(), output, batch.Schema);
            await sink.WriteAsync(batch, Cancel);
            Assert.Equal(
                "\e[2mTIME         PCOMM            PID    PPID     RET ARGS\e[0m\r\n"
                + "14:00:00.000 bash              42       1 \e[31m     -2\e[0m /bin/xxxxxxxxxxxx…\r\n",
                await terminal.ReadUntilAsync("…\r\n", Cancel));
            using var file = new CapturedOutput();
            using var plain = StdoutRun.Bind(new StdoutOptions(), file, batch.Schema);
            await plain.WriteAsync(batch, Cancel);
            Assert.DoesNotContain((byte)0x1b, file.Bytes);
        }
        finally
        {
            Set(names, before);
        }
    }

    [Theory]
    [InlineData("Auto", true, null, "xterm", true)]
    [InlineData("Auto", true, "", "xterm", true)]
    [InlineData("Auto", true, "1", "xterm", false)]
    [InlineData("Auto", true, null, "dumb", false)]
    [InlineData("Auto", false, null, "xterm", false)]
    [InlineData("Always", false, "1", "dumb", true)]
    [InlineData("Never", true, null, "xterm", false)]
    public void Colour_is_for_terminals_of_people_who_want_it(string mode, bool isTerminal, string? noColor, string term, bool wanted) =>
        Assert.Equal(wanted, TerminalColor.IsWanted(Enum.Parse<ColorMode>(mode), isTerminal, name => name == "NO_COLOR" ? noColor : term));

    [Fact]
    public void A_pipe_is_no_terminal()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using var output = new StandardOutput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        Assert.False(output.IsTerminal);
        Assert.Null(output.Size);
    }

    private static async Task SameBytesArriveAsync(StandardOutput output, Stream reader)
    {
        var write = Task.Run(() => output.Write(Megabytes, CancellationToken.None), Cancel);
        var received = new byte[Megabytes.Length];
        await reader.ReadExactlyAsync(received, Cancel);
        await write;
        Assert.Equal(Megabytes, received);
    }

    private static void Set(string[] names, string?[] values)
    {
        foreach (var (name, value) in names.Zip(values))
            Environment.SetEnvironmentVariable(name, value);
    }
}
