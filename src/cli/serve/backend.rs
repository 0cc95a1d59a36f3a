//! The site as the files that tower-http's `ServeDir` serves.

use std::{
    future::{Ready, ready},
    io::{self, Cursor, ErrorKind, SeekFrom},
    path::PathBuf,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::SystemTime,
};

use hyper::body::Bytes;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

use crate::cli::serve::site::{Found, Site};

/// The files of one version of the site.
#[derive(Clone)]
pub struct SiteFiles(pub Arc<Site>);

impl SiteFiles {
    /// Finds a file. Waits for another thread, which may render a page or read the disk.
    fn find(&self, path: PathBuf) -> impl Future<Output = io::Result<Found>> + Send + use<> {
        let site = self.0.clone();
        let find = move || {
            // `ServeDir` begins each path with its own folder.
            let path = path.strip_prefix(".").unwrap_or(&path).to_str().ok_or(ErrorKind::NotFound)?;
            site.find(&path.replace('\\', "/"))
        };
        async { tokio::task::spawn_blocking(find).await.map_err(io::Error::other)? }
    }
}

impl Backend for SiteFiles {
    type File = SiteFile;
    type Metadata = SiteMetadata;
    type OpenFuture = Pin<Box<dyn Future<Output = io::Result<SiteFile>> + Send>>;
    type MetadataFuture = Pin<Box<dyn Future<Output = io::Result<SiteMetadata>> + Send>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let found = self.find(path);
        Box::pin(async {
            Ok(match found.await? {
                Found::Folder => return Err(ErrorKind::NotFound.into()),
                Found::Memory(bytes, modified) => SiteFile::Memory(Cursor::new(bytes), modified),
                Found::Disk(file) => {
                    let file = tokio::fs::File::open(file).await?;
                    let metadata = SiteMetadata::of(&file.metadata().await?)?;
                    SiteFile::Disk(file, metadata)
                }
            })
        })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let found = self.find(path);
        Box::pin(async {
            Ok(match found.await? {
                Found::Folder => SiteMetadata { is_folder: true, size: 0, modified: SystemTime::UNIX_EPOCH },
                Found::Memory(bytes, modified) => SiteMetadata::of_bytes(&bytes, modified),
                Found::Disk(file) => SiteMetadata::of(&tokio::fs::metadata(file).await?)?,
            })
        })
    }
}

/// What `ServeDir` asks about a file before it sends it.
#[derive(Clone, Copy)]
pub struct SiteMetadata {
    is_folder: bool,
    size: u64,
    modified: SystemTime,
}

impl SiteMetadata {
    fn of(metadata: &std::fs::Metadata) -> io::Result<SiteMetadata> {
        Ok(SiteMetadata { is_folder: metadata.is_dir(), size: metadata.len(), modified: metadata.modified()? })
    }

    fn of_bytes(bytes: &Bytes, modified: SystemTime) -> SiteMetadata {
        SiteMetadata { is_folder: false, size: bytes.len() as u64, modified }
    }
}

impl Metadata for SiteMetadata {
    fn is_dir(&self) -> bool {
        self.is_folder
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(self.modified)
    }

    fn len(&self) -> u64 {
        self.size
    }
}

/// An open file.
pub enum SiteFile {
    Memory(Cursor<Bytes>, SystemTime),
    Disk(tokio::fs::File, SiteMetadata),
}

impl File for SiteFile {
    type Metadata = SiteMetadata;
    type MetadataFuture<'a> = Ready<io::Result<SiteMetadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(match self {
            SiteFile::Memory(bytes, modified) => SiteMetadata::of_bytes(bytes.get_ref(), *modified),
            SiteFile::Disk(_, metadata) => *metadata,
        }))
    }
}

impl AsyncRead for SiteFile {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf) -> Poll<io::Result<()>> {
        match self.get_mut() {
            SiteFile::Memory(bytes, _) => Pin::new(bytes).poll_read(context, buffer),
            SiteFile::Disk(file, _) => Pin::new(file).poll_read(context, buffer),
        }
    }
}

impl AsyncSeek for SiteFile {
    fn start_seek(self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        match self.get_mut() {
            SiteFile::Memory(bytes, _) => Pin::new(bytes).start_seek(position),
            SiteFile::Disk(file, _) => Pin::new(file).start_seek(position),
        }
    }

    fn poll_complete(self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<u64>> {
        match self.get_mut() {
            SiteFile::Memory(bytes, _) => Pin::new(bytes).poll_complete(context),
            SiteFile::Disk(file, _) => Pin::new(file).poll_complete(context),
        }
    }
}
