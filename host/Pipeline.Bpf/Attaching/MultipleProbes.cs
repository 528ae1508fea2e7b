using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>
/// Attaches a program to many places of a file by one link (Linux 6.6 and later). Without it each place has a link of its own, and the kernel lets one go after
/// the other: that takes seconds for what a few libraries have. Debian's libbpf does not know it.
/// </summary>
internal static unsafe class MultipleProbes
{
    /// <summary>The attach type that programs must be loaded with.</summary>
    internal const int AttachType = 48;

    private const int CreateLink = 28;
    private const uint AtReturn = 1;
    private const int KprobeType = 2;
    // The root folder is no file that code is run from.
    private const int NoFile = 9;

    private static readonly nint SystemCall = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 280 : 321;
    private static readonly Lazy<bool> Offered = new(Try);

    internal static bool AreOffered => Offered.Value;

    /// <summary>An invalid handle, and errno, if refused. The places agree in when they are called.</summary>
    internal static DescriptorHandle Attach(nint program, string file, UserPlace[] places) => Attach(Libbpf.bpf_program__fd(program), file, places);

    private static DescriptorHandle Attach(int program, string file, UserPlace[] places)
    {
        ulong[] offsets = [.. places.Select(p => (ulong)p.Offset)];
        ulong[] cookies = [.. places.Select(p => p.Cookie)];
        fixed (byte* path = Encoding.UTF8.GetBytes(file + "\0"))
        fixed (ulong* at = offsets, cookie = cookies)
        {
            var attributes = new LinkAttributes
            {
                Program = (uint)program,
                AttachType = AttachType,
                Path = (ulong)path,
                Offsets = (ulong)at,
                Cookies = (ulong)cookie,
                Count = (uint)places.Length,
                Flags = places[0].AtReturn ? AtReturn : 0,
            };
            return new DescriptorHandle((int)Libc.syscall(SystemCall, (void*)CreateLink, (nint)(&attributes), sizeof(LinkAttributes), 0, 0));
        }
    }

    private static bool Try()
    {
        using var program = MechanismProbe.Load(KprobeType, AttachType, 0, out _);
        if (program.IsInvalid)
            return false;
        using var link = Attach((int)program.DangerousGetHandle(), "/", [new UserPlace("", 1, false, 0)]);
        return link.IsInvalid && Marshal.GetLastPInvokeError() == NoFile;
    }

    /// <summary>What bpf(BPF_LINK_CREATE) takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkAttributes
    {
        public uint Program;
        public uint Target;
        public uint AttachType;
        public uint LinkFlags;
        public ulong Path;
        public ulong Offsets;
        public ulong ReferenceCounters;
        public ulong Cookies;
        public uint Count;
        public uint Flags;
        public ulong Process;
    }
}
