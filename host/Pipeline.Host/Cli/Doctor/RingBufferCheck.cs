using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the kernel has the buffers through which rows come.</summary>
internal sealed class RingBufferCheck : ICheck
{
    private const string Subject = "ring buffer";

    public IEnumerable<Finding> Run() =>
    [
        KernelFeatures.HasRingBuffer() switch
        {
            true => new(Health.Ok, Subject, "supported"),
            false => new(Health.Failed, Subject, "not supported by this kernel", "boot Linux 5.8 or later"),
            null => new(Health.Unknown, Subject, "cannot be tried without the capabilities above"),
        },
    ];
}
