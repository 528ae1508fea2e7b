using System.Buffers.Binary;
using System.Security.Cryptography;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Reads objects whose version does not tell all their states apart, as a kubelet's: a digest of what stands there takes its place.</summary>
internal sealed class DigestedReader(ObjectReader reader) : ObjectReader
{
    public override ClusterObject Read(ReadOnlySpan<byte> json)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, digest);
        // 0 says that there is none.
        return reader.Read(json) with { Version = BinaryPrimitives.ReadUInt64LittleEndian(digest) | 1 };
    }

    protected override ClusterObject Read(ref JsonFields json) => throw new NotSupportedException();
}
