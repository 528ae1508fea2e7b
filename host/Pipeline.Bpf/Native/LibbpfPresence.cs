using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>Whether libbpf can be called at all. Apart from <see cref="Libbpf"/>, whose first use already calls it.</summary>
internal static class LibbpfPresence
{
    /// <exception cref="BpfException">The library is not installed.</exception>
    internal static void Require()
    {
        if (!NativeLibrary.TryLoad(Libbpf.Library, out _))
            throw new BpfException("load kernel programs", $"{Libbpf.Library} is not installed", "run 'apt install libbpf1'");
    }
}
