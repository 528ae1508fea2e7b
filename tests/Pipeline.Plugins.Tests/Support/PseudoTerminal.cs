using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pipeline.Plugins.Tests.Support;

/// <summary>A terminal whose screen the test reads.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private readonly SafeFileHandle _master;

    public unsafe PseudoTerminal(ushort columns, ushort rows)
    {
        var master = Libc.Open("/dev/ptmx", Libc.O_RDWR | Libc.O_NOCTTY, 0);
        if (master < 0)
            throw new InvalidOperationException("this machine gives no pseudo terminal: mount devpts");
        _master = new SafeFileHandle(master, ownsHandle: true);
        int locked = 0, number;
        _ = Libc.Control(master, Libc.TIOCSPTLCK, &locked);
        _ = Libc.Control(master, Libc.TIOCGPTN, &number);
        Fd = Libc.Open(string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{number}"), Libc.O_RDWR | Libc.O_NOCTTY, 0);
        var size = stackalloc ushort[] { rows, columns, 0, 0 };
        _ = Libc.Control(Fd, Libc.TIOCSWINSZ, size);
    }

    /// <summary>What a program would have as its standard output.</summary>
    public int Fd { get; }

    /// <summary>Reads the screen until it has shown <paramref name="end"/>.</summary>
    public async Task<string> ReadUntilAsync(string end, CancellationToken cancel)
    {
        var screen = new StringBuilder();
        var buffer = new byte[4096];
        using var stream = new FileStream(_master, FileAccess.Read, 0);
        while (!screen.ToString().Contains(end, StringComparison.Ordinal))
            screen.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, cancel)));
        return screen.ToString();
    }

    public void Dispose()
    {
        _ = Libc.Close(Fd);
        _master.Dispose();
    }
}
