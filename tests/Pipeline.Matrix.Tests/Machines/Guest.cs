using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pipeline.Matrix.Tests.Machines;

/// <summary>A kernel in qemu, asked by way of guest/serve.sh.</summary>
internal sealed class Guest : IMachine
{
    // Emulated, on a machine that may be busy: this is for one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    private readonly string _kernel;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private Guest(string kernel)
    {
        _kernel = kernel;
        var start = new ProcessStartInfo(Files.Boot, [kernel, .. Files.Given.SelectMany(f => new[] { "--add", f }), "--", "exec sh serve.sh"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PIPELINE_HOME"] = Files.Installation;
        start.Environment["PIPELINE_GUEST_SECONDS"] = "7200";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Folder => "/root";

    // Nobody else runs there.
    public (string Folder, ulong Id)? Cgroup => null;

    /// <summary>Starts a guest and waits until it answers.</summary>
    internal static async Task<Guest> BootAsync(string kernel)
    {
        var guest = new Guest(kernel);
        await guest.RunAsync("true").ConfigureAwait(false);
        return guest;
    }

    public async Task<Answer> RunAsync(string script)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var line = Convert.ToBase64String(Encoding.UTF8.GetBytes($"export DISK=/dev/vda\n{script}")) + "\n";
            await _process.StandardInput.WriteAsync(line.AsMemory(), patience.Token).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(patience.Token).ConfigureAwait(false);
            var head = (await ReadLineAsync(patience.Token).ConfigureAwait(false)).Split(' ').Skip(1).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            return new Answer(head[0], await ReadAsync(head[1], patience.Token).ConfigureAwait(false), await ReadAsync(head[2], patience.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            throw new MachineException($"the guest {_kernel} {(e is IOException ? "ended" : $"did not answer within {Patience}")}: see artifacts/kernels/{_kernel}.log\n{Said()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Its shell ends with its input, and the guest with its shell.
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (true)
        {
            await _process.StandardOutput.BaseStream.ReadExactlyAsync(next, cancel).ConfigureAwait(false);
            if (next[0] == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add(next[0]);
        }
    }

    private async Task<string> ReadAsync(int bytes, CancellationToken cancel)
    {
        var buffer = new byte[bytes];
        await _process.StandardOutput.BaseStream.ReadExactlyAsync(buffer, cancel).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer);
    }

    private void Note(string? line)
    {
        lock (_errors)
            _errors.AppendLine(line);
    }

    private string Said()
    {
        lock (_errors)
            return _errors.ToString();
    }
}
