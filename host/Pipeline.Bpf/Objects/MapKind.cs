namespace Pipeline.Bpf.Objects;

/// <summary>BPF_MAP_TYPE_* of linux/bpf.h, as far as messages and the reading of maps tell them apart.</summary>
internal enum MapKind
{
    Hash = 1,
    Array = 2,
    PercpuHash = 5,
    PercpuArray = 6,
    LruHash = 9,
    LruPercpuHash = 10,
    Ringbuf = 27,
}
