using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Native;

/// <summary>How many CPUs the machine may ever have, online or not: the values an entry of a per-CPU map has.</summary>
internal static class PossibleCpus
{
    /// <exception cref="BpfException">The kernel does not tell.</exception>
    internal static int Count =>
        Libbpf.libbpf_num_possible_cpus() is > 0 and var count ? count : throw new BpfException("count the CPUs", Marshal.GetLastPInvokeError());
}
