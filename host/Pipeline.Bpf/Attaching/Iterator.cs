using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>Runs programs that the kernel calls for each object of a kind.</summary>
internal static unsafe class Iterator
{
    private const int BufferBytes = 4096;

    /// <summary>Once for all objects. What the program prints is not kept.</summary>
    internal static void Run(LinkHandle link, string program)
    {
        using var run = BpfSyscalls.bpf_iter_create(Libbpf.bpf_link__fd(link));
        if (run.IsInvalid || run.DangerousGetHandle() < 0)
            throw Refused();
        var buffer = stackalloc byte[BufferBytes];
        while (true)
        {
            var read = Libc.read((int)run.DangerousGetHandle(), buffer, BufferBytes);
            if (read == 0)
                return;
            // The kernel lets others run after many objects that printed nothing.
            if (read < 0 && Marshal.GetLastPInvokeError() is not (ErrorNumber.EAGAIN or ErrorNumber.EINTR))
                throw Refused();
        }

        BpfException Refused() => new($"run iterator '{program}'", Marshal.GetLastPInvokeError()) { Program = program };
    }
}
